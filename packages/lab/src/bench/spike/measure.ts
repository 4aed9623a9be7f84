import { inStep } from "../../step.ts";
import { goods } from "../goods.ts";
import { startGenerator, type Generator } from "../load/generator.ts";
import type { LoadReport, Target } from "../load/protocol.ts";
import type { SpikeOptions } from "../options.ts";
import { balance, comeToRest } from "../settle.ts";
import { type BenchShop, startBenchShop } from "../shop.ts";
import { speedOf } from "../statistics.ts";

export interface MeasuredSpike {
  /** Paid checkouts a second in the closed loop before. */
  readonly capacity: number;
  readonly perSecond: number;
  readonly spike: LoadReport;
  /** The closed loop again, from the spike's last answer on: by then nobody of the spike stands in line any more. */
  readonly afterwards: LoadReport;
}

/** Customers at once in the closed loops. */
const concurrency = 32;
const seconds = { warmUp: 20, capacity: 10, afterwards: 20 };
/** A request that nobody has answered by then hangs: API Gateway itself gives up after 29 s. */
const patienceMs = 30_000;

/** Lets ten times of what the shop can answer loose on it at once, and watches it come back. Throws `BooksDisagree`. */
export async function measureSpike(options: SpikeOptions, end: AbortController): Promise<MeasuredSpike> {
  await using cleanup = new AsyncDisposableStack();
  const bench = await inStep("Starting a shop", () => startBenchShop(options.storage, end, cleanup));
  const generator = cleanup.use(startGenerator());
  const { closed, open } = loads(bench, generator);
  await inStep("Warming up", async () => settle(bench, [await closed(seconds.warmUp)]));
  const before = await inStep("Measuring the closed loop", async () => {
    const report = await closed(seconds.capacity);
    await settle(bench, [report]);
    return report;
  });
  const capacity = speedOf(before, "confirmed").perSecond;
  const perSecond = Math.ceil(capacity * options.times);
  end.signal.throwIfAborted();
  const spike = await inStep(`${perSecond} requests a second for ${options.seconds} s`, () =>
    open(perSecond, options.seconds),
  );
  const afterwards = await inStep("The closed loop again", () => closed(seconds.afterwards));
  await inStep("Waiting until all is done, and reconciling", () => settle(bench, [spike, afterwards]));
  return { capacity, perSecond, spike, afterwards };
}

function loads({ api }: BenchShop, generator: Generator) {
  const skus = goods("spread").map(({ sku }) => sku);
  let runs = 0;
  const target = (): Target => ({ kind: "checkout", api, skus, run: `spike-${process.pid}-${(runs += 1)}` });
  return {
    closed: (forSeconds: number) =>
      generator.make({ loop: "closed", target: target(), concurrency, forMs: forSeconds * 1_000 }),
    open: (perSecond: number, forSeconds: number) =>
      generator.make({ loop: "open", target: target(), perSecond, forMs: forSeconds * 1_000, patienceMs }),
  };
}

async function settle({ shop }: BenchShop, reports: readonly LoadReport[]): Promise<void> {
  await comeToRest(shop);
  const answers = reports.flatMap((report) => report.answers);
  await balance(
    shop,
    answers.flatMap(({ kind, orderId }) => (kind === "confirmed" && orderId !== undefined ? [orderId] : [])),
  );
}
