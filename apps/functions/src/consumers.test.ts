import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { DynamoDBRecord, DynamoDBStreamEvent, KinesisStreamEvent } from "aws-lambda";
import { ListObjectsV2Command } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { entryItem } from "@doorbuster/adapters/dynamo/entryRows";
import { liveTotals } from "@doorbuster/adapters/live/liveStore";
import type { OrderEvent } from "@doorbuster/core/metrics/orderEvent";
import { anEvent, orderIdFor } from "@doorbuster/core/metrics/testing";
import { entryOf, entryTypes } from "@doorbuster/core/order/timeline";
import { anOrder } from "@doorbuster/core/testing/orders";
import { openClients, type Clients } from "@doorbuster/local/services/clients";
import { physicalName } from "@doorbuster/local/services/resources";
import { startStores, type RunningStores } from "@doorbuster/local/shop/index";

let dataDir: string;
let stores: RunningStores;
let clients: Clients;
let live: typeof import("./live.ts").handler;
let lake: typeof import("./lake.ts").handler;
let publish: typeof import("./publish.ts").handler;

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), "doorbuster-consumers-"));
  stores = await startStores({ dataDir, memory: true, switches: true });
  clients = openClients(stores.endpoints);
  const settings = {
    trustedIssuers: [],
    paymentBaseUrl: "http://127.0.0.1:1",
    storefrontUrl: "https://shop.example",
    senderEmail: "orders@shop.example",
    collection: "drop",
  };
  const env = { ...stores.env, DOORBUSTER_SETTINGS: JSON.stringify(settings) };
  // The functions read their environment as they load.
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  live = (await import("./live.ts")).handler;
  lake = (await import("./lake.ts")).handler;
  publish = (await import("./publish.ts")).handler;
});
afterAll(async () => {
  clients.destroy();
  await stores.stop();
  vi.unstubAllEnvs();
  await rm(dataDir, { recursive: true, force: true });
});

/** A batch as Lambda delivers it; `data` stands for an event, or for whatever else somebody put on the stream. */
const batchOf = (...data: (OrderEvent | string)[]): KinesisStreamEvent => ({
  Records: data.map((each, i) => ({
    awsRegion: "us-east-1",
    eventID: `shardId-000000000000:${1000 + i}`,
    eventName: "aws:kinesis:record",
    eventSource: "aws:kinesis",
    eventSourceARN: "arn:aws:kinesis:us-east-1:000000000000:stream/events",
    eventVersion: "1.0",
    invokeIdentityArn: "arn:aws:iam::000000000000:role/live",
    kinesis: {
      kinesisSchemaVersion: "1.0",
      partitionKey: "ord",
      sequenceNumber: String(1000 + i),
      data: Buffer.from(typeof each === "string" ? each : JSON.stringify(each)).toString("base64"),
      approximateArrivalTimestamp: 1_795_770_000.123,
    },
  })),
});

const event = (n: number) => anEvent({ orderId: orderIdFor(n), at: "2026-11-27T09:00:00.500Z" });
const all = { batchItemFailures: [] };

async function confirmed(): Promise<number> {
  const { counts } = await liveTotals({ client: clients.dynamodb, table: physicalName("Metrics") });
  return counts["order.confirmed"] ?? 0;
}

async function files(): Promise<string[]> {
  const { Contents = [] } = await clients.s3.send(new ListObjectsV2Command({ Bucket: physicalName("Lake") }));
  return Contents.flatMap(({ Key }) => Key ?? []);
}

/** What a call writes to the log, line by line. */
async function linesOf(call: () => Promise<unknown>): Promise<string[]> {
  const outputs = [process.stdout, process.stderr].map((stream) =>
    vi.spyOn(stream, "write").mockReturnValue(true),
  );
  try {
    await call();
    return outputs.flatMap((output) => output.mock.calls.map(([chunk]) => String(chunk)));
  } finally {
    for (const output of outputs) output.mockRestore();
  }
}

test("what is no order event is set aside, reported without its content, and holds up nobody", async () => {
  const batch = batchOf("4242424242424242", event(1), JSON.stringify({ ...event(2), seq: "two" }), event(3));
  const before = await confirmed();
  const lines = await linesOf(async () => expect([await live(batch), await lake(batch)]).toEqual([all, all]));
  expect((await confirmed()) - before).toBe(2);
  expect(lines.filter((line) => line.includes('"1000"'))).toHaveLength(2);
  expect(lines.filter((line) => line.includes('"1002"'))).toHaveLength(2);
  expect(lines.join("")).not.toContain("4242424242424242");
});

test("with the table away the whole batch comes again, and is counted once it is back", async () => {
  const batch = batchOf(event(11), event(12));
  const before = await confirmed();
  await stores.cutOff("dynamodb");
  expect(await live(batch)).toEqual({
    batchItemFailures: [{ itemIdentifier: "1000" }, { itemIdentifier: "1001" }],
  });
  await stores.restore("dynamodb");
  expect([await live(batch), await live(batch)]).toEqual([all, all]);
  expect((await confirmed()) - before).toBe(2);
});

test("with S3 away the whole batch comes again from its first record, and makes the same file", async () => {
  const batch = batchOf(event(21), event(22));
  await stores.cutOff("s3");
  expect(await lake(batch)).toEqual({ batchItemFailures: [{ itemIdentifier: "1000" }] });
  await stores.restore("s3");
  const before = await files();
  expect([await lake(batch), await lake(batch)]).toEqual([all, all]);
  expect((await files()).filter((file) => !before.includes(file))).toEqual([
    "events/dt=2026-11-27/hour=09/shardId-000000000000-1000-1001.parquet",
  ]);
});

test("the trace of every order is in the line of each hop", async () => {
  const traceId = "1-6560c1f0-0123456789abcdef01234567";
  const batch = batchOf(anEvent({ orderId: orderIdFor(31), traceId }), anEvent({ orderId: orderIdFor(32) }));
  for (const consumer of [live, lake]) {
    expect((await linesOf(() => consumer(batch))).filter((line) => line.includes(traceId))).toHaveLength(1);
  }
});

test("each timeline entry is counted by its type, under the dimensions that alarms look at", async () => {
  const context = { at: "2026-11-27T09:00:00.500Z", actor: "system", traceId: anOrder().traceId };
  const Records = entryTypes.map((type, n): DynamoDBRecord => {
    const entry = entryOf(anOrder({ id: orderIdFor(41), version: n + 1 }), type, context);
    const NewImage = entryItem(entry) as NonNullable<DynamoDBRecord["dynamodb"]>["NewImage"] & {};
    return { eventName: "INSERT", dynamodb: { SequenceNumber: String(n), NewImage } };
  });
  const batch: DynamoDBStreamEvent = { Records };
  const lines = await linesOf(async () => expect(await publish(batch)).toEqual(all));
  const counted = lines
    .flatMap((text) => text.split("\n"))
    .filter((line) => line.includes('"CloudWatchMetrics"'))
    .map((line) => JSON.parse(line) as unknown);
  expect(counted).toEqual(
    entryTypes.map((type) =>
      expect.objectContaining({
        service: "publish",
        type,
        OrderEvents: 1,
        _aws: expect.objectContaining({
          CloudWatchMetrics: [
            {
              Namespace: "Doorbuster",
              Dimensions: [["service", "type"]],
              Metrics: [{ Name: "OrderEvents", Unit: "Count" }],
            },
          ],
        }),
      }),
    ),
  );
});
