import type { LiveRecord } from "@doorbuster/core/metrics/liveBucket";
import { liveView, type LiveUpdate } from "@doorbuster/core/metrics/liveView";
import { expect, test } from "vitest";
import { hear, nothingHeard } from "./feed.ts";

const snapshot = liveView({ minutes: new Map(), asOf: 0, windowAsOf: 0, stockAsOf: undefined, skus: [] });
const record = (id: number): LiveRecord => ({
  id: `ord_1#${id}`,
  orderId: "ord_1",
  type: "order.confirmed",
  at: "2026-11-27T10:00:00.000Z",
  countedAt: "2026-11-27T10:00:00.100Z",
  totalMinor: 100,
  currency: "GBP",
  units: 1,
  country: "GB",
});
const update = (...ids: number[]): LiveUpdate => ({ snapshot, settled: ids.map(record), settledLeftOut: 0 });

test("orders stand newest first, and one that comes again after a reconnection stands once", () => {
  const once = hear(nothingHeard, update(1, 2), 10);
  const again = hear(once, update(2, 3), 20);
  expect(again.settled.map(({ id }) => id)).toEqual(["ord_1#3", "ord_1#2", "ord_1#1"]);
  expect(again.heardAt).toBe(20);
});

test("a long day does not fill the memory", () => {
  let state = nothingHeard;
  for (let id = 0; id < 500; id++) state = hear(state, update(id), id);
  expect(state.settled).toHaveLength(50);
  expect(state.settled[0]?.id).toBe("ord_1#499");
});
