import { afterAll, beforeAll, expect, test } from "vitest";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { look } from "@doorbuster/core/anomaly/look";
import { SlotHistory } from "@doorbuster/core/anomaly/slotHistory";
import type { OpsNotice } from "@doorbuster/core/anomaly/words";
import { countEvents } from "@doorbuster/core/metrics/countEvents";
import { anEvent, orderIdFor } from "@doorbuster/core/metrics/testing";
import { dynamoLiveStore, dynamoNumbersReader } from "../live/liveStore.ts";
import { openRaceBench, type RaceBench } from "../testing/raceBench.ts";
import { dynamoDetectorStore } from "./detectorStore.ts";

let bench: RaceBench;
const mails: OpsNotice[] = [];
const minute = 60_000;
const start = Date.parse("2026-11-27T09:00:00.000Z");

/** Half an hour of a dozen orders a minute, and then four minutes in which most are declined. */
beforeAll(async () => {
  bench = await openRaceBench();
  const consumer = { store: dynamoLiveStore(live()), random: () => 0, plan: [] };
  const minutes = Array.from({ length: 34 }, (_, i) => {
    const at = start + i * minute + 30_000;
    const events = Array.from({ length: 12 }, (_each, n) =>
      anEvent({
        orderId: orderIdFor(i * 12 + n),
        type: i >= 30 && n % 4 !== 0 ? "order.declined" : "order.confirmed",
        at: new Date(at + n).toISOString(),
      }),
    );
    return countEvents({ ...consumer, clock: { ...bench.clock, now: () => at + 200 } }, events);
  });
  await Promise.all(minutes);
});
afterAll(() => bench.close());

const live = () => ({ client: bench.client, table: bench.nameOf("Metrics"), plan: [] });

const lookAt = (now: number, client: DynamoDBClient = bench.client) => {
  const { catalog, stock, log } = bench.deps(client);
  return look({
    slots: new SlotHistory(dynamoNumbersReader({ ...live(), client })),
    store: dynamoDetectorStore(client, bench.nameOf("Metrics")),
    catalog,
    stock,
    ops: { publish: async (notice) => void mails.push(notice) },
    stage: "test",
    clock: { ...bench.clock, now: () => now },
    log,
  });
};

/*
 *   this look                       another
 *   reads version 1
 *                                   reads version 1, puts version 2 with the anomaly, tells it
 *   put if version 1 ─ no: tells nothing
 */
test("two looks that find the same anomaly at once tell it once, and the next one tells nothing more", async () => {
  const now = start + 34 * minute;
  expect(await lookAt(now - 4 * minute)).toEqual({ open: 0, began: 0, over: 0, untold: 0 });
  const outcome = await bench.race("a look at the anomalies goes on from the one that was read", {
    rival: () => lookAt(now),
    run: (client) => lookAt(now, client),
  });
  expect(outcome).toBeUndefined();
  expect(await lookAt(now + 5_000)).toMatchObject({ open: 1, began: 0 });
  expect(mails.map(({ subject }) => subject)).toEqual(["test: More declines than usual"]);
});

test("what a look leaves is what the next one finds", async () => {
  const store = dynamoDetectorStore(bench.client, bench.nameOf("Metrics"));
  const state = await store.get();
  expect(state).toMatchObject({
    lookedAt: new Date(start + 34 * minute + 5_000).toISOString(),
    open: [{ series: "moreDeclines", ended: null, endedAt: null }],
    untold: [],
  });
  expect(await store.put({ ...state, version: state.version + 1 })).toBe(true);
  expect(await store.put({ ...state, version: state.version + 1 })).toBe(false);
  expect(await store.get()).toEqual({ ...state, version: state.version + 1 });
});
