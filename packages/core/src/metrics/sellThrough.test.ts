import { expect, test } from "vitest";
import { numbersFrom, type LiveNumbers } from "./liveNumbers.ts";
import { sellThrough } from "./sellThrough.ts";

const now = Date.parse("2026-11-27T09:30:30.000Z");
const minute = (time: string) => Date.parse(`2026-11-27T${time}:00.000Z`);
const sold = (units: Record<string, number>): LiveNumbers => ({ ...numbersFrom(), skuUnits: units });
const level = (sku: string, stocked: number, available: number) => ({ sku, stocked, available });

const rowOf = (available: number, minutes: Map<number, LiveNumbers>) =>
  sellThrough([level("A", 100, available)], new Map([["A", "Lamp"]]), minutes, now)[0];

test("at its pace of the last minutes, what is left lasts so long", () => {
  const minutes = new Map([
    [minute("09:29"), sold({ A: 20 })],
    [minute("09:30"), sold({ A: 10 })],
  ]);
  // 30 units in a minute and a half.
  expect(rowOf(40, minutes)).toMatchObject({
    name: "Lamp",
    soldShare: 0.6,
    unitsPerMinute: 20,
    soldOutInSeconds: 120,
    soldOutAt: null,
  });
});

test("the first seconds of a drop are not blown up to a minute's pace", () => {
  expect(rowOf(40, new Map([[minute("09:30"), sold({ A: 10 })]]))?.unitsPerMinute).toBe(10);
});

test("what sold longer ago is no pace", () => {
  expect(rowOf(40, new Map([[minute("09:25"), sold({ A: 10 })]]))).toMatchObject({
    unitsPerMinute: 0,
    soldOutInSeconds: null,
  });
});

test("a product that is gone says when, one that never was in stock says nothing", () => {
  const minutes = new Map([[minute("09:12"), sold({ A: 1 })]]);
  expect(rowOf(0, minutes)).toMatchObject({ soldOutAt: "2026-11-27T09:12:00.000Z", soldOutInSeconds: null });
  const [none] = sellThrough([level("B", 0, 0)], new Map(), minutes, now);
  expect(none).toMatchObject({ name: "B", soldShare: 0, soldOutAt: null });
});

test("the fastest seller comes first", () => {
  const minutes = new Map([[minute("09:30"), sold({ B: 3, C: 9 })]]);
  const rows = sellThrough([level("A", 5, 5), level("B", 5, 2), level("C", 9, 0)], new Map(), minutes, now);
  expect(rows.map(({ sku }) => sku)).toEqual(["C", "B", "A"]);
});
