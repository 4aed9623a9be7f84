/**
 * How well the screen hears.
 * - `waiting`: nothing has come yet. `fresh`: the newest message is a few seconds old at most.
 * - `late`: a message or two are missing. `silent`: what is shown is history, and has to look like it.
 */
export type Hearing = "waiting" | "fresh" | "late" | "silent";

/** The shop sends at least every few seconds, and a stream that ends is resumed within two. */
const lateAfterMs = 6_000;
const silentAfterMs = 15_000;

/** @param heardAt when the newest message came, by the clock that `now` is of; undefined before the first */
export function hearing(heardAt: number | undefined, now: number): Hearing {
  if (heardAt === undefined) return "waiting";
  const ageMs = now - heardAt;
  if (ageMs <= lateAfterMs) return "fresh";
  return ageMs <= silentAfterMs ? "late" : "silent";
}

/**
 * The age of one part of a snapshot in milliseconds. What the shop read before it wrote the message is measured on its
 * clock, the time since then on ours, so that a wrong clock here changes nothing.
 */
export function ageMs(partAt: string, snapshotAt: string, heardAt: number, now: number): number {
  return Math.max(0, Date.parse(snapshotAt) - Date.parse(partAt)) + Math.max(0, now - heardAt);
}
