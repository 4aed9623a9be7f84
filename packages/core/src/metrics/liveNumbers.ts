import * as z from "zod";
import { observe } from "./histogram.ts";
import type { OrderEvent } from "./orderEvent.ts";
import { add, addAll, tally, tallySchema } from "./tally.ts";

/** What is counted of a stretch of event time. Two of them can be merged, so a minute is the merge of its slots. */
export const liveNumbersSchema = z.object({
  /** Events by type. */
  counts: tallySchema,
  /** Totals of orders at their confirmation, in minor units by currency. */
  revenueMinor: tallySchema,
  /** What went back of it, by currency, when it did. */
  refundedMinor: tallySchema.default({}),
  /** Units of confirmed orders. */
  units: z.int(),
  /** The same by SKU. */
  skuUnits: tallySchema,
  /** Histogram of the time from placing an order to confirming it. */
  confirmMs: tallySchema,
  /** Histogram of the time from an event to its being counted. */
  lagMs: tallySchema,
  /** The newest event's time; empty when there is none. */
  lastAt: z.string(),
});
export type LiveNumbers = z.infer<typeof liveNumbersSchema>;

/** An own copy to add to; nothing yet when there is nothing to copy. */
export function numbersFrom(numbers?: LiveNumbers): LiveNumbers {
  return {
    counts: tally(numbers?.counts),
    revenueMinor: tally(numbers?.revenueMinor),
    refundedMinor: tally(numbers?.refundedMinor),
    units: numbers?.units ?? 0,
    skuUnits: tally(numbers?.skuUnits),
    confirmMs: tally(numbers?.confirmMs),
    lagMs: tally(numbers?.lagMs),
    lastAt: numbers?.lastAt ?? "",
  };
}

/** Counts one event into `numbers`. @param countedAt milliseconds since the epoch */
export function addEvent(numbers: LiveNumbers, event: OrderEvent, countedAt: number): void {
  const at = Date.parse(event.at);
  add(numbers.counts, event.type, 1);
  observe(numbers.lagMs, countedAt - at);
  if (event.at > numbers.lastAt) numbers.lastAt = event.at;
  if (event.refundMinor !== undefined) add(numbers.refundedMinor, event.currency, event.refundMinor);
  if (event.type !== "order.confirmed") return;
  add(numbers.revenueMinor, event.currency, event.totalMinor);
  observe(numbers.confirmMs, at - Date.parse(event.placedAt));
  numbers.units += event.units;
  for (const { sku, quantity } of event.lines) add(numbers.skuUnits, sku, quantity);
}

export function merge(parts: Iterable<LiveNumbers>): LiveNumbers {
  const sum = numbersFrom();
  for (const part of parts) {
    addAll(sum.counts, part.counts);
    addAll(sum.revenueMinor, part.revenueMinor);
    addAll(sum.refundedMinor, part.refundedMinor);
    sum.units += part.units;
    addAll(sum.skuUnits, part.skuUnits);
    addAll(sum.confirmMs, part.confirmMs);
    addAll(sum.lagMs, part.lagMs);
    if (part.lastAt > sum.lastAt) sum.lastAt = part.lastAt;
  }
  return sum;
}
