import * as z from "zod";
import { foldLines } from "../catalog/price.ts";
import { isoTime, type Clock } from "../ports.ts";
import type { Order } from "../order/order.ts";
import { isKept } from "../order/standing.ts";
import { backOff, type ContentionDeps } from "../stock/contention.ts";
import type { ShardedSku, StockCount } from "../stock/store.ts";

/**
 * One SKU's stock, all of it at one moment, which lies between two others. Milliseconds since the epoch.
 *
 * `after`, `taken` and `given` are filled in while the orders of those minutes are audited: what they took less what they
 * gave back certainly after that moment, and what they took and gave so close to it that nobody can tell.
 */
const countSchema = z.object({
  stocked: z.int(),
  available: z.int(),
  least: z.int(),
  from: z.int(),
  to: z.int(),
  after: z.int().default(0),
  taken: z.int().default(0),
  given: z.int().default(0),
});
type Count = z.infer<typeof countSchema>;

/** The stock of every SKU, as it lay within a few seconds. */
export const stocktakeSchema = z.object({
  /** The moment (a whole second) up to which orders must be audited before it can be judged. */
  at: z.iso.datetime(),
  /** By SKU. One that was too busy to be counted is not here. */
  counts: z.record(z.string(), countSchema),
  /** What was too busy. */
  busy: z.array(z.string()),
});
export type Stocktake = z.infer<typeof stocktakeSchema>;

export interface StocktakeDeps extends ContentionDeps {
  readonly clock: Clock;
  /** Every SKU that there is. */
  skus(): Promise<readonly ShardedSku[]>;
  readonly stock: { count(sku: ShardedSku): Promise<StockCount | "contended"> };
}

/** By how much the clocks of two machines may differ. AWS keeps them within milliseconds (Amazon Time Sync). */
const skewMs = 1_000;
/** An order takes or gives back its units this long after the time that it bears, or never: no function lives longer. */
const writtenWithinMs = 60_000;
/** How often a SKU that others are writing is tried. */
const rounds = 6;
const atOnce = 16;

/** Counts everything, SKU by SKU, each at one moment of its own, while sales go on. */
export async function takeStock(deps: StocktakeDeps, sold: Iterable<string>): Promise<Stocktake> {
  const known = new Map((await deps.skus()).map((each) => [each.sku, each]));
  for (const sku of sold) if (!known.has(sku)) known.set(sku, { sku, shards: 1 });
  const counts: Stocktake["counts"] = {};
  const busy: string[] = [];
  const waiting = known.values();
  const worker = async () => {
    for (const each of waiting) {
      const counted = await countOne(deps, each);
      if (counted) counts[each.sku] = counted;
      else busy.push(each.sku);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  const at = Math.ceil((deps.clock.now() + skewMs) / 1_000) * 1_000;
  return { at: isoTime(at), counts, busy: busy.sort() };
}

async function countOne(deps: StocktakeDeps, sku: ShardedSku): Promise<Count | undefined> {
  for (let round = 0; round < rounds; round++) {
    const from = Math.floor(deps.clock.now());
    const counted = await deps.stock.count(sku);
    const to = Math.ceil(deps.clock.now());
    if (counted !== "contended") return { ...counted, from, to, after: 0, taken: 0, given: 0 };
    await backOff(deps, round);
  }
  return undefined;
}

/** Units that an order took or gave back. */
export interface Movement {
  readonly sku: string;
  /** Positive when they were taken. */
  readonly units: number;
  /** The time that the order bears for it; its write came after. Milliseconds since the epoch. */
  readonly at: number;
  /** When that write was certainly done. */
  readonly by: number;
}

/** The units that an order took when it was placed. Its next step proves that the write had been done by then. */
export function takenBy({ lines, placedAt, confirmedAt, status, movedAt }: Order): Movement[] {
  const at = Date.parse(placedAt);
  const next = confirmedAt ?? (status === "pending" ? undefined : movedAt);
  const by = Math.min(at + writtenWithinMs, next === undefined ? Infinity : Date.parse(next));
  return foldLines(lines).map(({ sku, quantity }) => ({ sku, units: quantity, at, by }));
}

/** The units that an order gave back when it ended. */
export function givenBy({ lines, releasedAt }: Order): Movement[] {
  if (releasedAt === undefined) return [];
  const at = Date.parse(releasedAt);
  return foldLines(lines).map(({ sku, quantity }) => ({
    sku,
    units: -quantity,
    at,
    by: at + writtenWithinMs,
  }));
}

/** The stocktake with what happened around it. Pure. */
export function withMovements(stocktake: Stocktake, movements: readonly Movement[]): Stocktake {
  const counts = { ...stocktake.counts };
  for (const movement of movements) {
    const count = counts[movement.sku];
    if (count) counts[movement.sku] = withMovement(count, movement);
  }
  return { ...stocktake, counts };
}

/**
 *   ─────────────── from ──────── to ───────────────►
 *    at…by                                             before: it is in the count
 *          at ──────────── by                          nobody can tell
 *                                     at…              after: it is not
 */
function withMovement(count: Count, { units, at, by }: Movement): Count {
  if (by < count.from - skewMs) return count;
  if (at > count.to + skewMs) return { ...count, after: count.after + units };
  return units > 0 ? { ...count, taken: count.taken + units } : { ...count, given: count.given - units };
}

/** What a count says of its SKU. */
export interface StockVerdict {
  /** What does not agree. */
  readonly what?: string;
  /** Orders around that moment leave it open. */
  readonly isOpen: boolean;
  /** No order was near that moment, so this is the whole truth and to the unit. */
  readonly isExact: boolean;
}

/**
 * Holds a count against the orders, once they are audited up to the stocktake's moment. Sales that go on are never a
 * mismatch: what may or may not have been written at the moment of the count is allowed both ways. Pure.
 *
 * @param held units that orders held at the stocktake's moment
 */
export function judgeStock(count: Count, held: number): StockVerdict {
  const { stocked, available, least, taken, given, after } = count;
  const isExact = taken === 0 && given === 0;
  if (least < 0) return { what: "available is below zero", isOpen: false, isExact };
  const missing = stocked - available - (held - after);
  if (missing === 0) return { isOpen: false, isExact };
  if (missing >= -taken && missing <= given) return { isOpen: true, isExact };
  const units = missing > 0 ? missing - given : -missing - taken;
  const by = `${isExact ? "" : "at least "}${units} ${missing > 0 ? "less" : "more"}`;
  return { what: `sold + reserved + available is ${by} than what was stocked`, isOpen: false, isExact };
}

/** An order that stands or waits holds exactly what was ordered, any other nothing. Pure. */
export function unitsFault(order: Order): string | undefined {
  const due = isKept(order) || order.status === "pending" ? foldLines(order.lines) : [];
  const held = foldLines(order.takes);
  const same =
    due.length === held.length &&
    due.every(({ sku, quantity }, i) => held[i]?.sku === sku && held[i].quantity === quantity);
  return same ? undefined : "the units that it holds are not those that were ordered";
}
