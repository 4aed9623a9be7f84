import { expect, test } from "vitest";
import { bucketKeyOf, count, emptyBucket, recordsMax } from "./liveBucket.ts";
import { anEvent, orderIdFor } from "./testing.ts";

const now = Date.parse("2026-11-27T09:00:01.000Z");
const empty = emptyBucket({ slot: "2026-11-27T09:00:00.000Z", slice: 0 });

test("an event that is in the bucket is not counted again, whatever it says", () => {
  const once = count(empty, [anEvent()], now);
  expect(count(once, [anEvent(), anEvent({ totalMinor: 999_999 })], now + 5_000)).toBe(once);
  expect(once.numbers.counts).toEqual({ "order.confirmed": 1 });
});

test("a confirmation brings revenue, units and the time it took; other events only themselves", () => {
  const lines = [
    { sku: "A", quantity: 2, unitPriceMinor: 100 },
    { sku: "B", quantity: 3, unitPriceMinor: 50 },
  ];
  const { numbers } = count(
    empty,
    [
      anEvent({ seq: 1, type: "order.placed", lines, units: 5, totalMinor: 350 }),
      anEvent({ seq: 2, lines, units: 5, totalMinor: 350 }),
      anEvent({ seq: 3, type: "payment.captured", lines, units: 5, totalMinor: 350 }),
      anEvent({ orderId: orderIdFor(1), type: "order.declined" }),
      anEvent({ orderId: orderIdFor(2), currency: "EUR", totalMinor: 70 }),
    ],
    now,
  );
  expect(numbers.counts).toEqual({
    "order.placed": 1,
    "order.confirmed": 2,
    "payment.captured": 1,
    "order.declined": 1,
  });
  expect(numbers.revenueMinor).toEqual({ GBP: 350, EUR: 70 });
  expect(numbers.units).toBe(6);
  expect(numbers.skuUnits).toEqual({ A: 2, B: 3, "LAMP-1": 1 });
  expect(Object.values(numbers.confirmMs)).toEqual([2]);
});

test("counting changes nothing that it was given", () => {
  const before = count(empty, [anEvent()], now);
  const copy = structuredClone(before);
  count(before, [anEvent({ orderId: orderIdFor(1) }), anEvent({ seq: 3, type: "payment.captured" })], now);
  expect(before).toEqual(copy);
});

test("settled orders are recorded in the order in which they were counted, and what was recorded stays in place", () => {
  const first = count(empty, [anEvent(), anEvent({ seq: 3, type: "payment.captured" })], now);
  const second = count(first, [anEvent({ orderId: orderIdFor(1), type: "order.declined" })], now + 1);
  expect(second.records.map(({ id, type }) => ({ id, type }))).toEqual([
    { id: anEvent().id, type: "order.confirmed" },
    { id: anEvent({ orderId: orderIdFor(1) }).id, type: "order.declined" },
  ]);
  expect(second.records.slice(0, 1)).toEqual(first.records);
});

test("past the limit orders are still counted, but not recorded one by one", () => {
  const orders = Array.from({ length: recordsMax + 7 }, (_, n) => anEvent({ orderId: orderIdFor(n) }));
  const full = count(empty, orders, now);
  expect(full.numbers.counts["order.confirmed"]).toBe(recordsMax + 7);
  expect(full.records.map(({ id }) => id)).toEqual(orders.slice(0, recordsMax).map(({ id }) => id));
});

test("what is recorded one by one is shared by the slices of a slot", () => {
  const orders = Array.from({ length: 600 }, (_, n) => anEvent({ orderId: orderIdFor(n) }));
  const { records, numbers } = count(empty, orders, now, 4);
  expect([records.length, numbers.counts["order.confirmed"]]).toEqual([recordsMax / 4, 600]);
});

const eight = [{ from: "2026-11-27T09:00:00.000Z", slices: 8 }];

test("an order's events of one slot meet in one bucket, and slots are cut by event time", () => {
  const placed = bucketKeyOf(
    anEvent({ seq: 1, type: "order.placed", at: "2026-11-27T09:00:00.000Z" }),
    eight,
  );
  expect(bucketKeyOf(anEvent({ seq: 2, at: "2026-11-27T09:00:04.999Z" }), eight)).toEqual(placed);
  const { slot } = bucketKeyOf(anEvent({ seq: 3, at: "2026-11-27T09:00:05.000Z" }), eight);
  expect([placed.slot, slot]).toEqual(["2026-11-27T09:00:00.000Z", "2026-11-27T09:00:05.000Z"]);
});

test("slices take orders evenly, each a range of the ids, the highest id the last slice", () => {
  const sliceOf = (orderId: string) => bucketKeyOf(anEvent({ orderId }), eight).slice;
  const orders = Array.from({ length: 800 }, (_, n) => sliceOf(orderIdFor(n)));
  const taken = Map.groupBy(orders, (slice) => slice);
  expect(new Set(taken.keys())).toEqual(new Set([0, 1, 2, 3, 4, 5, 6, 7]));
  for (const { length } of taken.values()) expect(length).toBeGreaterThan(80);
  expect(sliceOf(`ord_${"0".repeat(24)}`)).toBe(0);
  expect(sliceOf(`ord_${"z".repeat(24)}`)).toBe(7);
  expect([sliceOf(`ord_3${"z".repeat(23)}`), sliceOf(`ord_4${"0".repeat(23)}`)]).toEqual([0, 1]);
});
