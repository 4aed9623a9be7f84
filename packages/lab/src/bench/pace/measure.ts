import * as z from "zod";
import { staffTokens } from "../../access/staffToken.ts";
import { watchLive } from "../../replay/liveWatch.ts";
import { inStep } from "../../step.ts";
import { goods } from "../goods.ts";
import { type Generator, startGenerator } from "../load/generator.ts";
import type { LoadReport, Target } from "../load/protocol.ts";
import type { PaceOptions } from "../options.ts";
import { balance, comeToRest } from "../settle.ts";
import { startBenchShop } from "../shop.ts";

export interface MeasuredPace {
  readonly load: LoadReport;
  /** From each confirmation to its arrival at a subscribed screen. */
  readonly screenMs: readonly number[];
  /** From each confirmation to the moment at which the channel took the mail. */
  readonly mailMs: readonly number[];
}

/** The demo user of the least role that may watch. */
const viewer = "viewer@example.com";
const warmUpSeconds = 15;
const patienceMs = 30_000;

/** Lets customers come at a fixed pace, and follows each order to the screen and to the customer. Throws `BooksDisagree`. */
export async function measurePace(options: PaceOptions, end: AbortController): Promise<MeasuredPace> {
  await using cleanup = new AsyncDisposableStack();
  const { shop, api } = await inStep("Starting a shop", () => startBenchShop(options.storage, end, cleanup));
  const generator = cleanup.use(startGenerator());
  const warm = await inStep("Warming up", () => load(generator, api, "warm", options.rate, warmUpSeconds));
  await comeToRest(shop);
  using screen = await watchLive(api, await staffTokens(shop, viewer));
  const step = `${options.rate} checkouts a second for ${options.seconds} s`;
  const report = await inStep(step, () => load(generator, api, "pace", options.rate, options.seconds));
  await comeToRest(shop);
  const facts = await balance(shop, [...confirmedIn(warm), ...confirmedIn(report)]);
  const mailedAt = await readMailTimes(shop.urls.inbox);
  const ours = new Set(confirmedIn(report));
  return {
    load: report,
    screenMs: screen.arrivalMs,
    mailMs: facts.orders.flatMap(({ id, confirmedAt }) => {
      const at = mailedAt.get(id);
      return ours.has(id) && confirmedAt !== undefined && at !== undefined
        ? [at - Date.parse(confirmedAt)]
        : [];
    }),
  };
}

function load(generator: Generator, api: string, run: string, perSecond: number, seconds: number) {
  const skus = goods("spread").map(({ sku }) => sku);
  const target: Target = { kind: "checkout", api, skus, run: `${run}-${process.pid}` };
  return generator.make({ loop: "open", target, perSecond, forMs: seconds * 1_000, patienceMs });
}

const confirmedIn = ({ answers }: LoadReport): string[] =>
  answers.flatMap(({ kind, orderId }) => (kind === "confirmed" && orderId !== undefined ? [orderId] : []));

const pageSchema = z.object({
  messages: z.array(z.object({ acceptedAt: z.iso.datetime(), tags: z.record(z.string(), z.string()) })),
  next: z.string().nullable(),
});

/** When the inbox took the confirmation of each order, in Unix milliseconds. */
async function readMailTimes(inbox: string): Promise<Map<string, number>> {
  const times = new Map<string, number>();
  const query = new URLSearchParams({ channel: "email", limit: "1000" });
  for (;;) {
    const response = await fetch(`${inbox}/api/messages?${query}`);
    if (!response.ok) throw new Error(`the inbox answered ${response.status}`);
    const { messages, next } = pageSchema.parse(await response.json());
    for (const { acceptedAt, tags } of messages) times.set(tags["orderId"] ?? "", Date.parse(acceptedAt));
    if (next === null) return times;
    query.set("after", next);
  }
}
