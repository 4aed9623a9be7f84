import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { CreateBucketCommand, type S3Client } from "@aws-sdk/client-s3";
import { DuckDBInstance } from "@duckdb/node-api";
import { partitionOf, type LakeRecord } from "@doorbuster/adapters/lake/eventSchema";
import { s3LakeWriter } from "@doorbuster/adapters/lake/lakeWriter";
import { encodeParquet } from "@doorbuster/adapters/lake/parquet";
import { duckdbRawView, eventsView } from "@doorbuster/adapters/lake/view";
import { anEvent, orderIdFor } from "@doorbuster/core/metrics/testing";
import { openClients } from "@doorbuster/local/services/clients";
import { startStores, type RunningStores } from "@doorbuster/local/shop/index";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readLake } from "./lake.ts";

let dataDir: string;
let stores: RunningStores;
let client: S3Client;

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), "doorbuster-lake-"));
  stores = await startStores({ dataDir, memory: true });
  client = openClients(stores.endpoints).s3;
});
afterAll(async () => {
  client.destroy();
  await stores.stop();
  await rm(dataDir, { recursive: true, force: true });
});

/**
 * Confirmations of orders worth 1, 2, 3 … pence, one a minute from 08:30, so that they span hours; the last of them is
 * followed by a refund of 25 pence.
 */
const records = Array.from({ length: 60 }, (_, i): LakeRecord => {
  const at = new Date(Date.parse("2026-11-27T08:30:00.000Z") + i * 60_000).toISOString();
  return {
    event: anEvent({ orderId: orderIdFor(i), at, totalMinor: i + 1 }),
    shardId: "shardId-000000000000",
    sequenceNumber: String(100 + i),
    arrivedAt: Date.parse(at) + 250,
  };
});
const refund = { type: "payment.refunded", seq: 3, refundMinor: 25 } as const;
const last = records[59]!;
records.push({
  ...last,
  event: anEvent({ ...last.event, ...refund }),
  sequenceNumber: "160",
});
const whole = {
  confirmed: 60,
  revenueMinor: 1_830,
  refundedMinor: 25,
  duplicates: 0,
  confirmedOrderIds: expect.toSatisfy((ids: string[]) => new Set(ids).size === 60 && ids.length === 60),
};

async function freshBucket(name: string): Promise<string> {
  await client.send(new CreateBucketCommand({ Bucket: name }));
  return name;
}

test("batches that come again with other boundaries or other sequence numbers leave each event once in the view", async () => {
  const bucket = await freshBucket("boundaries");
  const lake = s3LakeWriter({ client, bucket });
  for (const batch of [
    records.slice(0, 40),
    records.slice(0, 25),
    records.slice(25, 45),
    records.slice(40),
  ]) {
    await lake.write(batch);
  }
  // A producer's retry: the same events, taken by the stream once more and later.
  await lake.write(
    records.slice(10, 20).map((record, i) => ({
      ...record,
      sequenceNumber: String(900 + i),
      arrivedAt: record.arrivedAt + 5_000,
    })),
  );
  expect(await readLake(client, bucket)).toEqual(whole);
});

test("a batch of which S3 took only a part is written whole when it comes again, and nothing is lost or doubled", async () => {
  const bucket = await freshBucket("cut-off");
  const refusing = openClients(stores.endpoints).s3;
  refusing.middlewareStack.add(
    (next) => (args) => {
      if ("Key" in args.input && String(args.input.Key).includes("hour=09"))
        throw new Error("connection reset");
      return next(args);
    },
    { step: "initialize" },
  );
  await expect(s3LakeWriter({ client: refusing, bucket }).write(records)).rejects.toThrow("connection reset");
  refusing.destroy();
  await s3LakeWriter({ client, bucket }).write(records);
  expect(await readLake(client, bucket)).toEqual(whole);
});

test("an empty lake has totals of nothing", async () => {
  expect(await readLake(client, await freshBucket("empty"))).toEqual({
    confirmed: 0,
    revenueMinor: 0,
    refundedMinor: 0,
    duplicates: 0,
    confirmedOrderIds: [],
  });
});

test("the view keeps the first arrival, reads lines as a list, and knows day and hour", async () => {
  const [first] = records;
  if (!first) throw new Error("there is a record");
  const again = { ...first, arrivedAt: first.arrivedAt + 60_000 };
  const folder = path.join(dataDir, partitionOf(first.event.at));
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, "1.parquet"), encodeParquet([again]));
  await writeFile(path.join(folder, "2.parquet"), encodeParquet([first, again]));

  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  await connection.run(duckdbRawView([path.join(folder, "*.parquet")]));
  await connection.run(eventsView);
  const reader = await connection.runAndReadAll(
    "SELECT dt, hour, arrived_at, total_minor, lines[1].sku AS sku, decline_code FROM events",
  );
  expect(reader.getRowObjectsJson()).toEqual([
    {
      dt: "2026-11-27",
      hour: 8,
      arrived_at: "2026-11-27 08:30:00.25",
      total_minor: "1",
      sku: "LAMP-1",
      decline_code: null,
    },
  ]);
  connection.closeSync();
  instance.closeSync();
});
