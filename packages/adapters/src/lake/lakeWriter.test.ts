import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { paginateListObjectsV2, type S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { anEvent, orderIdFor } from "@doorbuster/core/metrics/testing";
import { openClients } from "@doorbuster/local/services/clients";
import { physicalName } from "@doorbuster/local/services/resources";
import { startStores, type RunningStores } from "@doorbuster/local/shop/index";
import type { LakeRecord } from "./eventSchema.ts";
import { s3LakeWriter } from "./lakeWriter.ts";

let dataDir: string;
let stores: RunningStores;
let client: S3Client;
const bucket = physicalName("Lake");

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

/** The n-th record of the stream. */
const record = (n: number, at: string): LakeRecord => ({
  event: anEvent({ orderId: orderIdFor(n), at }),
  shardId: "shardId-000000000000",
  sequenceNumber: String(n),
  arrivedAt: Date.parse(at) + 100,
});

async function keys(prefix: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { Contents = [] } of paginateListObjectsV2(
    { client },
    { Bucket: bucket, Prefix: prefix },
  )) {
    found.push(...Contents.flatMap(({ Key }) => Key ?? []));
  }
  return found;
}

test("a batch becomes a file per hour of event time, named by the records it holds", async () => {
  const written = await s3LakeWriter({ client, bucket }).write([
    record(101, "2026-11-27T08:59:59.999Z"),
    record(102, "2026-11-27T09:00:00.000Z"),
    record(103, "2026-11-27T08:59:59.000Z"),
  ]);
  const expected = {
    "events/dt=2026-11-27/hour=08/shardId-000000000000-101-103.parquet": 2,
    "events/dt=2026-11-27/hour=09/shardId-000000000000-102-102.parquet": 1,
  };
  expect(Object.fromEntries(written.map(({ key, rows }) => [key, rows]))).toEqual(expected);
  expect(await keys("events/dt=2026-11-27/")).toEqual(Object.keys(expected));
});

test("a batch that comes again overwrites its own file", async () => {
  const batch = [record(201, "2026-11-28T10:00:00.000Z"), record(202, "2026-11-28T10:00:01.000Z")];
  const writer = s3LakeWriter({ client, bucket });
  await writer.write(batch);
  await writer.write(batch);
  expect(await keys("events/dt=2026-11-28/")).toHaveLength(1);
});

test("a batch that cannot be written says so, all of it", async () => {
  const missing = s3LakeWriter({ client, bucket: "no-such-bucket" });
  await expect(missing.write([record(301, "2026-11-29T10:00:00.000Z")])).rejects.toThrow();
});

test("no events make no file", async () => {
  expect(await s3LakeWriter({ client, bucket }).write([])).toEqual([]);
});
