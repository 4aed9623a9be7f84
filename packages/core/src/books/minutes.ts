import * as z from "zod";
import { merge } from "../metrics/liveNumbers.ts";
import type { LiveReader, LiveReading } from "../metrics/liveStore.ts";
import { add, tally, tallySchema } from "../metrics/tally.ts";
import { minuteMs, minuteOf } from "../metrics/window.ts";
import type { Order } from "../order/order.ts";
import { isoTime } from "../ports.ts";

/** What was confirmed in one minute. */
export const minuteTotalsSchema = z.object({
  confirmed: z.int(),
  /** Minor units by currency. */
  revenueMinor: tallySchema,
});
export type MinuteTotals = z.infer<typeof minuteTotalsSchema>;

/** A minute of which the orders table and the live numbers say different things. */
export const differenceSchema = z.object({ orders: minuteTotalsSchema, live: minuteTotalsSchema });
export type Difference = z.infer<typeof differenceSchema>;

/** By the minute's beginning. */
export type Minutes = Readonly<Record<string, MinuteTotals>>;
export type Differences = Readonly<Record<string, Difference>>;

/**
 * How long the live numbers may differ before that is a mismatch: a reader that stands still is an alarm of its own after
 * three minutes and catches up by itself, and a bucket that was written a moment ago may be read as it was before.
 */
export const liveLagMs = 60 * 60_000;

const noTotals: MinuteTotals = { confirmed: 0, revenueMinor: {} };

/** The minutes with one more order; the same when it was never confirmed. Pure. */
export function withOrder(
  minutes: Minutes,
  { confirmedAt, totals: { total } }: Pick<Order, "confirmedAt" | "totals">,
): Minutes {
  if (confirmedAt === undefined) return minutes;
  const minute = isoTime(minuteOf(Date.parse(confirmedAt)));
  const { confirmed, revenueMinor } = minutes[minute] ?? noTotals;
  const revenue = tally(revenueMinor);
  add(revenue, total.currency, total.amount);
  return { ...minutes, [minute]: { confirmed: confirmed + 1, revenueMinor: revenue } };
}

/** Of the minutes that begin in [from, to), milliseconds since the epoch, those of which live says something else. */
export async function differingMinutes(
  live: LiveReader,
  from: number,
  to: number,
  minutes: Minutes,
): Promise<Differences> {
  const read = Map.groupBy(await live.read(from, to, () => 0), ({ slot }) =>
    isoTime(minuteOf(Date.parse(slot))),
  );
  const beginnings = Array.from({ length: Math.ceil((to - from) / minuteMs) }, (_, i) =>
    isoTime(from + i * minuteMs),
  );
  return Object.fromEntries(
    beginnings.flatMap((minute) => {
      const difference = { orders: minutes[minute] ?? noTotals, live: totalsOf(read.get(minute) ?? []) };
      return sameTotals(difference.orders, difference.live) ? [] : [[minute, difference] as const];
    }),
  );
}

/** The minutes that differed and still do. */
export async function stillDiffering(live: LiveReader, before: Differences): Promise<Differences> {
  const still = await Promise.all(
    Object.entries(before).map(([minute, { orders }]) => {
      const at = Date.parse(minute);
      return differingMinutes(live, at, at + minuteMs, { [minute]: orders });
    }),
  );
  return Object.assign({}, ...still) as Differences;
}

function totalsOf(readings: readonly LiveReading[]): MinuteTotals {
  const { counts, revenueMinor } = merge(readings.map(({ numbers }) => numbers));
  return { confirmed: counts["order.confirmed"] ?? 0, revenueMinor };
}

function sameTotals(a: MinuteTotals, b: MinuteTotals): boolean {
  const currencies = new Set([...Object.keys(a.revenueMinor), ...Object.keys(b.revenueMinor)]);
  return (
    a.confirmed === b.confirmed &&
    [...currencies].every((each) => (a.revenueMinor[each] ?? 0) === (b.revenueMinor[each] ?? 0))
  );
}

/** Totals as people read them. */
export function describeTotals({ confirmed, revenueMinor }: MinuteTotals): string {
  const sums = Object.entries(revenueMinor).map(([currency, minor]) => `${minor} ${currency}`);
  return [`${confirmed} confirmed`, ...sums].join(", ");
}
