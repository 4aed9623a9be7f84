import { expect, test } from "vitest";
import { slotMs } from "../metrics/liveBucket.ts";
import { settledUntil, stretchesMax, stretchesOf } from "./stretch.ts";
import { numbersOf, start } from "./testing.ts";

const minute = 60_000;
/** Slots that hold one order each, every five seconds from `start` on, each counted after so long. */
const slots = (count: number, lagMs: (slot: number) => number = () => 300) =>
  new Map(
    Array.from({ length: count }, (_, i) => [start + i * slotMs, numbersOf({ placed: 1, lagMs: lagMs(i) })]),
  );

test("a stretch is a minute that ends where one looks, not with the clock's minute, and nothing counts twice", () => {
  const end = start + 20 * minute + 35_000;
  const stretches = stretchesOf(slots(20 * 12), end);
  expect(stretches).toHaveLength(stretchesMax);
  expect(stretches.at(-1)).toMatchObject({ from: end - minute, to: end });
  const placed = stretches.map(({ numbers }) => numbers.counts["order.placed"] ?? 0);
  // The last 35 seconds are empty; ten minutes before the first order are, too.
  expect(placed).toEqual([...Array(9).fill(0), 7, ...Array(19).fill(12), 5]);
});

test("with a quick pipeline everything but the last slot can be believed", () => {
  const now = start + 10 * minute + 7_300;
  expect(settledUntil(slots(121), now)).toBe(start + 10 * minute);
  expect(settledUntil(new Map(), now)).toBe(start + 10 * minute);
});

test("with a slow one, as much less as events take to be counted, and never more than five minutes", () => {
  const now = start + 10 * minute;
  const lagging = (lagMs: number) =>
    settledUntil(
      slots(120, (i) => (i < 100 ? 300 : lagMs)),
      now,
    );
  expect(now - lagging(42_000)).toBe(45_000);
  expect(now - lagging(3_600_000)).toBe(5 * minute);
});
