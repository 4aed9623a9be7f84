import { numbersFrom } from "@doorbuster/core/metrics/liveNumbers";
import { liveView } from "@doorbuster/core/metrics/liveView";
import { expect, test } from "vitest";
import { mainCurrency, minuteRows } from "./minute-rows.ts";

test("the minute that is not over never looks like a fall in orders", () => {
  const now = Date.parse("2026-11-27T10:05:20.000Z");
  const minuteWith = (confirmed: number, pence: number) => ({
    ...numbersFrom(),
    counts: { "order.confirmed": confirmed, "order.expired": 1, "order.cancelled": 2 },
    revenueMinor: { GBP: pence, EUR: 5 },
  });
  const minutes = new Map([
    [now - 80_000, minuteWith(40, 4_000)],
    [now - 20_000, minuteWith(3, 300)],
  ]);
  const rows = minuteRows(
    liveView({ minutes, asOf: now, windowAsOf: now, stockAsOf: undefined, skus: [] }),
    "GBP",
  );
  expect(rows).toHaveLength(30);
  expect(rows.at(-2)).toMatchObject({
    confirmed: 40,
    confirmedSoFar: 0,
    revenue: 4_000,
    revenueSoFar: 0,
    lapsed: 3,
  });
  expect(rows.at(-1)).toMatchObject({ confirmed: 0, confirmedSoFar: 3, revenue: 0, revenueSoFar: 300 });
});

test("the charts show the currency that sells most", () => {
  expect(mainCurrency({ EUR: 5, GBP: 4_000 })).toBe("GBP");
  expect(mainCurrency({})).toBe("GBP");
});
