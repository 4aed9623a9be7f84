import { quantile } from "../metrics/histogram.ts";
import { slotMs } from "../metrics/liveBucket.ts";
import { merge, numbersFrom, type LiveNumbers } from "../metrics/liveNumbers.ts";
import { minuteMs } from "../metrics/window.ts";

/** A minute of event time that need not begin with the clock's. All times in milliseconds since the epoch. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly numbers: LiveNumbers;
}

/** How many minutes are looked at: as many as the live screen shows. */
export const stretchesMax = 30;

/** Numbers by the start of their slot; empty slots are absent. */
export type Slots = ReadonlyMap<number, LiveNumbers>;

/** From this on backwards, minute by minute; the oldest first. @param end the end of a slot */
export function stretchesOf(slots: Slots, end: number): Stretch[] {
  return Array.from({ length: stretchesMax }, (_, i) => {
    const from = end - (stretchesMax - i) * minuteMs;
    return { from, to: from + minuteMs, numbers: numbersBetween(slots, from, from + minuteMs) };
  });
}

/** So long is waited for events that come late, at most: then the pipeline's lag is reported, not only waited out. */
export const waitMaxMs = 5 * minuteMs;

/**
 * The end of the last slot that can be believed. What happened a moment ago may not be counted yet, and a minute of which
 * half is missing would look like a fall in orders: so it is as long ago as 95 in 100 events take to be counted.
 */
export function settledUntil(slots: Slots, now: number): number {
  const { lagMs } = numbersBetween(slots, now - 3 * minuteMs, now + slotMs);
  const wait = Math.min(waitMaxMs, Math.max(slotMs, quantile(lagMs, 0.95) ?? 0));
  return Math.floor((now - wait) / slotMs) * slotMs;
}

function numbersBetween(slots: Slots, from: number, to: number): LiveNumbers {
  const parts: LiveNumbers[] = [];
  for (let at = Math.ceil(from / slotMs) * slotMs; at < to; at += slotMs) {
    const numbers = slots.get(at);
    if (numbers) parts.push(numbers);
  }
  return parts.length === 0 ? numbersFrom() : merge(parts);
}
