import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { ScanCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, expect, test } from "vitest";
import { countEvents } from "@doorbuster/core/metrics/countEvents";
import type { OrderEvent } from "@doorbuster/core/metrics/orderEvent";
import type { SlicePlan } from "@doorbuster/core/metrics/slicePlan";
import { anEvent, orderIdFor } from "@doorbuster/core/metrics/testing";
import { openClients } from "@doorbuster/local/services/clients";
import { physicalName } from "@doorbuster/local/services/resources";
import { startStores, type RunningStores } from "@doorbuster/local/shop/index";
import { systemClock } from "../system.ts";
import { dynamoLiveReader, dynamoLiveStore, liveTotals } from "./liveStore.ts";

let dataDir: string;
let stores: RunningStores;
let client: DynamoDBClient;
const table = physicalName("Metrics");
/** Slots are cut in two, but for those of the day before. */
const plan: SlicePlan = [{ from: "2026-11-27T00:00:00.000Z", slices: 2 }];

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), "doorbuster-live-"));
  stores = await startStores({ dataDir, memory: true });
  client = openClients(stores.endpoints).dynamodb;
});
afterAll(async () => {
  client.destroy();
  await stores.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const consumer = () => ({
  store: dynamoLiveStore({ client, table }),
  clock: systemClock,
  random: Math.random,
  plan,
});

/** Each test has an hour of its own. */
const hour = (n: number) => Date.parse("2026-11-27T00:00:00.000Z") + n * 3_600_000;

/** Confirmations of `n` orders, spread over the first 30 seconds of an hour, worth 1, 2, 3 … pence. */
const confirmations = (from: number, n: number): OrderEvent[] =>
  Array.from({ length: n }, (_, i) =>
    anEvent({
      orderId: orderIdFor(from + i),
      at: new Date(from + ((i * 7_919) % 30_000)).toISOString(),
      totalMinor: i + 1,
    }),
  );

const numbersOf = async (from: number) => {
  const readings = await dynamoLiveReader({ client, table, plan }).read(from, from + 60_000, () => 0);
  const sum = (pick: (reading: (typeof readings)[number]) => number) =>
    readings.reduce((total, reading) => total + pick(reading), 0);
  return {
    confirmed: sum(({ numbers }) => numbers.counts["order.confirmed"] ?? 0),
    revenueMinor: sum(({ numbers }) => numbers.revenueMinor["GBP"] ?? 0),
    records: sum(({ records }) => records.length),
  };
};

/** Lambda's part: what failed comes again. */
async function deliver(batch: readonly OrderEvent[]): Promise<void> {
  let rest = batch;
  while (rest.length > 0) rest = (await countEvents(consumer(), rest)).failed;
}

test("two consumers that count into the same buckets at the same time lose nothing and double nothing", async () => {
  const events = confirmations(hour(1), 120);
  const batches = Array.from({ length: 12 }, (_, i) => events.slice(i * 10, i * 10 + 10));
  await Promise.all([
    ...batches.filter((_, i) => i % 2 === 0).map(deliver),
    ...batches.filter((_, i) => i % 2 === 1).map(deliver),
  ]);
  expect(await numbersOf(hour(1))).toEqual({ confirmed: 120, revenueMinor: 7_260, records: 120 });
});

test("a batch that comes again, whole, in parts or with other boundaries, changes nothing", async () => {
  const events = confirmations(hour(2), 30);
  await deliver(events);
  const again = [events, events.slice(0, 11), events.slice(7, 23), events.toReversed()];
  for (const batch of again) {
    expect(await countEvents(consumer(), batch)).toEqual({
      counted: 0,
      duplicates: batch.length,
      failed: [],
    });
  }
  expect(await numbersOf(hour(2))).toEqual({ confirmed: 30, revenueMinor: 465, records: 30 });
});

test("a reader gets only what was written since the versions it knows", async () => {
  const reader = dynamoLiveReader({ client, table, plan });
  const [first, second] = confirmations(hour(3), 2);
  if (!first || !second) throw new Error("two events");
  await deliver([first]);
  const before = await reader.read(hour(3), hour(3) + 60_000, () => 0);
  expect(before).toHaveLength(1);
  const known = (slot: string, slice: number) =>
    before.find((reading) => reading.slot === slot && reading.slice === slice)?.version ?? 0;
  await deliver([second]);
  const after = await reader.read(hour(3), hour(3) + 60_000, ({ slot, slice }) => known(slot, slice));
  expect(after.flatMap(({ records }) => records.map(({ id }) => id))).toEqual([second.id]);
});

test("the totals are of everything ever counted", async () => {
  const before = await liveTotals({ client, table });
  await deliver([...confirmations(hour(4), 10), ...confirmations(hour(30), 10)]);
  const after = await liveTotals({ client, table });
  expect((after.counts["order.confirmed"] ?? 0) - (before.counts["order.confirmed"] ?? 0)).toBe(20);
  expect((after.revenueMinor["GBP"] ?? 0) - (before.revenueMinor["GBP"] ?? 0)).toBe(110);
});

test("each slice lies in a partition of its own, and where there is one it lies where it always did", async () => {
  const keysOf = async (from: number) => {
    await deliver(confirmations(from, 40));
    const { Items = [] } = await client.send(
      new ScanCommand({ TableName: table, ProjectionExpression: "slot, slice" }),
    );
    const first = new Date(from).toISOString();
    return Items.map((item) => [item["slot"]?.S, item["slice"]?.S])
      .filter(([slot]) => slot?.startsWith(first))
      .sort(([, one], [, other]) => Number(one) - Number(other));
  };
  const cut = hour(5);
  expect(await keysOf(cut)).toEqual([
    ["2026-11-27T05:00:00.000Z", "0"],
    ["2026-11-27T05:00:00.000Z#1", "1"],
  ]);
  expect(await keysOf(hour(-5))).toEqual([["2026-11-26T19:00:00.000Z", "0"]]);
});

test("a reader sees slots that were cut and slots that were not, each whole", async () => {
  const edge = Date.parse("2026-11-27T00:00:00.000Z");
  const events = Array.from({ length: 40 }, (_, n) =>
    anEvent({ orderId: orderIdFor(n), at: new Date(edge - 20_000 + n * 1_000).toISOString(), totalMinor: 1 }),
  );
  await deliver(events);
  await deliver(events.toReversed());
  const readings = await dynamoLiveReader({ client, table, plan }).read(
    edge - 30_000,
    edge + 30_000,
    () => 0,
  );
  expect(readings.reduce((sum, { numbers }) => sum + (numbers.revenueMinor["GBP"] ?? 0), 0)).toBe(40);
  const slicesBefore = new Set(
    readings.filter(({ slot }) => Date.parse(slot) < edge).map(({ slice }) => slice),
  );
  expect([...slicesBefore]).toEqual([0]);
  expect(new Set(readings.map(({ slice }) => slice))).toEqual(new Set([0, 1]));
});
