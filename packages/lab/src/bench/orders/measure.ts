import path from "node:path";
import { startStores } from "@doorbuster/local/shop/index";
import { inStep } from "../../step.ts";
import { callsPerOrder, readCalls } from "../calls/calls.ts";
import type { Calls } from "../calls/counter.ts";
import { startEmptyApi } from "../empty/emptyApi.ts";
import { type Demand, goods } from "../goods.ts";
import { type Generator, startGenerator } from "../load/generator.ts";
import type { LoadReport, Target } from "../load/protocol.ts";
import type { OrdersOptions } from "../options.ts";
import { processTimes } from "../processTime.ts";
import { type BenchShop, startBenchShop, type Storage, stockStores } from "../shop.ts";
import { balance, comeToRest } from "../settle.ts";
import { type Speed, speedOf } from "../statistics.ts";

/** What one round measured at one concurrency. */
export interface Measured {
  readonly concurrency: number;
  /** The two bare transactions of an order. */
  readonly bare: Speed;
  /** A procedure that does nothing. */
  readonly empty: Speed;
  readonly checkouts: Readonly<Partial<Record<Demand, CheckoutRun>>>;
}

export interface CheckoutRun {
  readonly speed: Speed;
  /** How long the pipeline went on after the last answer. */
  readonly catchUpMs: number;
  /** Paid checkouts a second over the run and the catching up together. */
  readonly sustainedPerSecond: number;
  readonly calls: Calls;
  /** CPU milliseconds for each order, to the end of the pipeline, by process. */
  readonly cpuMs: Readonly<Record<string, number>>;
}

/** Everything that a storage is measured with: a shop, the same stores without a shop, and an API without either. */
interface Bench {
  readonly targets: { readonly bare: Target; readonly empty: Target; checkout(demand: Demand): Target };
  readonly generator: Generator;
  readonly shop: BenchShop;
}

/** Measures all rounds with one storage, each after the one before has come to rest. Throws `BooksDisagree`. */
export async function measureStorage(
  storage: Storage,
  options: OrdersOptions,
  end: AbortController,
): Promise<Measured[]> {
  await using cleanup = new AsyncDisposableStack();
  const bench = await inStep(`Starting a shop, ${storage}`, () => prepare(storage, end, cleanup));
  await inStep("Warming up", () => warmUp(bench, options));
  const measured: Measured[] = [];
  for (let round = 1; round <= options.rounds; round++) {
    for (const concurrency of options.concurrency) {
      end.signal.throwIfAborted();
      const step = `Round ${round} of ${options.rounds}, ${storage}, concurrency ${concurrency}`;
      measured.push(await inStep(step, () => measure(bench, concurrency, options)));
    }
  }
  return measured;
}

async function prepare(
  storage: Storage,
  end: AbortController,
  cleanup: AsyncDisposableStack,
): Promise<Bench> {
  const shop = await startBenchShop(storage, end, cleanup);
  const stores = await startStores({
    dataDir: path.join(shop.folder, "bare"),
    memory: storage === "memory",
    onCrash: ({ name, reason }) => end.abort(new Error(`the bare ${name} ended unexpectedly (${reason})`)),
  });
  cleanup.defer(() => stores.stop());
  await stockStores(stores, end.signal);
  const url = await startEmptyApi(shop.folder, cleanup);
  const generator = cleanup.use(startGenerator());
  let runs = 0;
  const run = () => `${process.pid}-${(runs += 1)}`;
  const skus = (demand: Demand) => goods(demand).map(({ sku }) => sku);
  return {
    shop,
    generator,
    targets: {
      get bare(): Target {
        return { kind: "store", env: stores.env, skus: skus("spread"), run: run() };
      },
      empty: { kind: "query", url },
      checkout: (demand) => ({ kind: "checkout", api: shop.api, skus: skus(demand), run: run() }),
    },
  };
}

/** Until the compilers of a dozen processes have seen what is hot: a shop that runs all day is measured, not a start. */
async function warmUp(bench: Bench, { warmUpSeconds, concurrency }: OrdersOptions): Promise<void> {
  const { targets, generator } = bench;
  const most = Math.max(...concurrency);
  const load = (target: Target, seconds: number) =>
    generator.make({ loop: "closed", target, concurrency: most, forMs: seconds * 1_000 });
  await load(targets.bare, warmUpSeconds / 4);
  await load(targets.empty, warmUpSeconds / 8);
  const report = await load(targets.checkout("spread"), warmUpSeconds);
  await comeToRest(bench.shop.shop);
  await balance(bench.shop.shop, confirmedIn(report));
}

async function measure(
  bench: Bench,
  concurrency: number,
  { seconds, demands }: OrdersOptions,
): Promise<Measured> {
  const { targets, generator } = bench;
  const load = (target: Target) =>
    generator.make({ loop: "closed", target, concurrency, forMs: seconds * 1_000 });
  const bare = speedOf(await load(targets.bare), "confirmed");
  const empty = speedOf(await load(targets.empty), "ok");
  const checkouts: Partial<Record<Demand, CheckoutRun>> = {};
  for (const demand of demands) {
    checkouts[demand] = await measureCheckouts(bench, () => load(targets.checkout(demand)));
  }
  return { concurrency, bare, empty, checkouts };
}

async function measureCheckouts(bench: Bench, load: () => Promise<LoadReport>): Promise<CheckoutRun> {
  const { shop, callsFolder } = bench.shop;
  const before = { calls: await readCalls(callsFolder), cpu: await processTimes(pidsOf(bench)) };
  const report = await load();
  const confirmed = confirmedIn(report);
  const catchUpMs = await comeToRest(shop);
  const after = { calls: await readCalls(callsFolder), cpu: await processTimes(pidsOf(bench)) };
  await balance(shop, confirmed);
  const cpu = [...after.cpu].map(([name, ms]) => [
    name,
    (ms - (before.cpu.get(name) ?? 0)) / confirmed.length,
  ]);
  return {
    speed: speedOf(report, "confirmed"),
    catchUpMs,
    sustainedPerSecond: (confirmed.length * 1_000) / (report.elapsedMs + catchUpMs),
    calls: callsPerOrder(before.calls, after.calls, confirmed.length),
    cpuMs: Object.fromEntries(cpu) as Record<string, number>,
  };
}

const confirmedIn = ({ answers }: LoadReport): string[] =>
  answers.flatMap(({ kind, orderId }) => (kind === "confirmed" && orderId !== undefined ? [orderId] : []));

function pidsOf({ shop: { shop }, generator }: Bench): Map<string, number> {
  const processes = [
    ...[...shop.services].map(([name, service]) => [name as string, service.pid()] as const),
    ...[...shop.functions].map(([name, lambda]) => [`function ${name}`, lambda.pid] as const),
    ["gateway and event sources", process.pid] as const,
    ["load", generator.pid] as const,
  ];
  return new Map(processes.flatMap(([name, pid]) => (pid === undefined ? [] : [[name, pid]])));
}
