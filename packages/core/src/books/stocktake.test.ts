import * as fc from "fast-check";
import { expect, test } from "vitest";
import { anOrder } from "../testing/orders.ts";
import { isoTime } from "../ports.ts";
import { givenBy, judgeStock, takenBy, unitsFault, withMovements, type Stocktake } from "./stocktake.ts";

const countedAt = Date.parse("2026-11-27T09:00:00.000Z");
const [from, to] = [countedAt - 40, countedAt + 60];
const end = countedAt + 5_000;

/** Units that were taken or given back, and when that was really written: between the time it bears and the latest. */
const anyMovement = fc
  .record({
    units: fc.integer({ min: -5, max: 5 }),
    at: fc.integer({ min: -90_000, max: 4_999 }),
    lasts: fc.integer({ min: 0, max: 60_000 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ units, at, lasts, share }) => {
    const movement = { sku: "mug", units, at: countedAt + at, by: countedAt + at + lasts };
    return { movement, writtenAt: movement.at + Math.floor(lasts * share) };
  });

/** What the audit makes of a count of a shelf on which `off` units too many lie. */
function verdict(
  happened: readonly { movement: ReturnType<typeof takenBy>[number]; writtenAt: number }[],
  off = 0,
) {
  const heldThen = sum(happened.filter(({ writtenAt }) => writtenAt <= countedAt));
  const count = { stocked: 1_000, available: 1_000 - heldThen + off, least: 1, from, to };
  const stocktake: Stocktake = {
    at: isoTime(end),
    counts: { mug: { ...count, after: 0, taken: 0, given: 0 } },
    busy: [],
  };
  const { mug } = withMovements(
    stocktake,
    happened.map(({ movement }) => movement),
  ).counts;
  if (!mug) throw new Error("the SKU is gone");
  return judgeStock(mug, sum(happened));
}

const sum = (list: readonly { movement: { units: number } }[]) =>
  list.reduce((total, { movement }) => total + movement.units, 0);

test("whenever units were really taken and given back around a count, it is never called wrong", () => {
  fc.assert(
    fc.property(fc.array(anyMovement, { maxLength: 12 }), (happened) => {
      expect(verdict(happened).what).toBeUndefined();
    }),
    { seed: 2026, numRuns: 1_000 },
  );
});

test("with no movement near it, a count is wrong by exactly what is wrong", () => {
  const isFar = ({ at, by }: { at: number; by: number }) => by < from - 1_000 || at > to + 1_000;
  const far = fc
    .array(anyMovement, { maxLength: 12 })
    .map((all) => all.filter((each) => isFar(each.movement)));
  fc.assert(
    fc.property(far, fc.integer({ min: -9, max: 9 }), (happened, off) => {
      const { what, isOpen, isExact } = verdict(happened, off);
      expect({ isOpen, isExact }).toEqual({ isOpen: false, isExact: true });
      const said = off > 0 ? `${off} more` : `${-off} less`;
      expect(what).toBe(
        off === 0 ? undefined : `sold + reserved + available is ${said} than what was stocked`,
      );
    }),
    { seed: 2026, numRuns: 1_000 },
  );
});

test("with movements near it, what is more than they can explain is found, and no more is claimed", () => {
  fc.assert(
    fc.property(
      fc.array(anyMovement, { maxLength: 8 }),
      fc.integer({ min: -99, max: 99 }),
      (happened, off) => {
        const { what, isOpen } = verdict(happened, off);
        const claimed = Number(/(\d+) (?:more|less)/.exec(what ?? "")?.[1] ?? 0);
        expect(claimed).toBeLessThanOrEqual(Math.abs(off));
        const near = happened.reduce((total, { movement }) => total + Math.abs(movement.units), 0);
        if (Math.abs(off) > near)
          expect({ isOpen, isFound: what !== undefined }).toEqual({ isOpen: false, isFound: true });
      },
    ),
    { seed: 2026, numRuns: 1_000 },
  );
});

test("an order's next step proves when its units were taken; without one, a minute does", () => {
  const placedAt = "2026-11-27T09:00:00.000Z";
  const until = (changes: object) => isoTime(takenBy(anOrder({ placedAt, ...changes }))[0]?.by ?? 0);
  expect(until({})).toBe("2026-11-27T09:01:00.000Z");
  const [confirmedAt, movedAt] = ["2026-11-27T09:00:00.700Z", "2026-11-27T09:00:05.000Z"];
  expect(until({ status: "shipped", confirmedAt, movedAt })).toBe(confirmedAt);
  expect(until({ status: "declined", movedAt })).toBe(movedAt);
  expect(until({ status: "expired", movedAt: "2026-11-27T09:11:00.000Z" })).toBe("2026-11-27T09:01:00.000Z");
  expect(givenBy(anOrder())).toEqual([]);
  expect(givenBy(anOrder({ releasedAt: movedAt }))).toMatchObject([{ sku: "LAMP-1", units: -2 }]);
});

test("an order holds what it should: all of it while it waits or stands, and nothing after it", () => {
  expect(unitsFault(anOrder())).toBeUndefined();
  expect(unitsFault(anOrder({ status: "declined", takes: [] }))).toBeUndefined();
  expect(unitsFault(anOrder({ status: "declined" }))).toBeDefined();
  expect(unitsFault(anOrder({ status: "confirmed", takes: [] }))).toBeDefined();
  const split = [1, 1].map((quantity, shard) => ({ sku: "LAMP-1", shard, quantity }));
  expect(unitsFault(anOrder({ takes: split }))).toBeUndefined();
  expect(unitsFault(anOrder({ takes: split.slice(1) }))).toBeDefined();
});
