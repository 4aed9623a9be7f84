import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, expect, test } from "vitest";
import { countEvents } from "@doorbuster/core/metrics/countEvents";
import { anEvent, orderIdFor } from "@doorbuster/core/metrics/testing";
import { openRaceBench, type RaceBench } from "../testing/raceBench.ts";
import { dynamoLiveReader, dynamoLiveStore } from "./liveStore.ts";

let bench: RaceBench;
beforeAll(async () => {
  bench = await openRaceBench();
});
afterAll(() => bench.close());

const hour = (n: number) => Date.parse("2026-11-27T00:00:00.000Z") + n * 3_600_000;
/** Confirmations in one second of an hour, and so in one bucket, worth 1 to `count` pence. */
const confirmations = (at: number, count: number) =>
  Array.from({ length: count }, (_, i) =>
    anEvent({ orderId: orderIdFor(at + i), at: new Date(at).toISOString(), totalMinor: i + 1 }),
  );

const options = (client: DynamoDBClient) => ({ client, table: bench.nameOf("Metrics"), plan: [] });
const consumer = (client: DynamoDBClient = bench.client) => ({
  store: dynamoLiveStore(options(client)),
  clock: bench.clock,
  random: () => 0,
  plan: [],
});
const numbers = async (at: number) => {
  const [bucket] = await dynamoLiveReader(options(bench.client)).read(at, at + 60_000, () => 0);
  return { version: bucket?.version, revenue: bucket?.numbers.revenueMinor["GBP"] };
};

/*
 *   this consumer                     another
 *   no bucket yet: counts 1, 2, 3
 *                                     no bucket yet: puts version 1 with 2, 3, 4
 *   put if there is none ─ no
 *   → reads it, counts 1, puts version 2
 */
test("two consumers that begin a bucket at once count every event once", async () => {
  const [first, ...rest] = confirmations(hour(1), 4);
  const outcome = await bench.race("a bucket is put once", {
    rival: () => countEvents(consumer(), rest),
    run: (client) =>
      countEvents(
        consumer(client),
        [first, ...rest.slice(0, 2)].flatMap((each) => each ?? []),
      ),
  });
  expect(outcome).toMatchObject({ counted: 1, duplicates: 2, failed: [] });
  expect(await numbers(hour(1))).toEqual({ version: 2, revenue: 1 + 2 + 3 + 4 });
});

/* The same in a bucket that is there: both have read version 1. */
test("two consumers that go on with a bucket at once count every event once", async () => {
  const events = confirmations(hour(2), 5);
  await countEvents(consumer(), events.slice(0, 1));
  const outcome = await bench.race("a bucket moves from the version that was read", {
    rival: () => countEvents(consumer(), events.slice(1, 4)),
    run: (client) => countEvents(consumer(client), events.slice(2, 5)),
  });
  expect(outcome).toMatchObject({ counted: 1, duplicates: 2, failed: [] });
  expect(await numbers(hour(2))).toEqual({ version: 3, revenue: 1 + 2 + 3 + 4 + 5 });
});
