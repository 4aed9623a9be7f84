import { PutRecordCommand, KinesisClient } from "@aws-sdk/client-kinesis";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { marshall } from "@aws-sdk/util-dynamodb";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { afterAll, beforeAll, expect, test } from "vitest";
import { entryItem } from "@doorbuster/adapters/dynamo/entryRows";
import { orderEventOf } from "@doorbuster/core/metrics/orderEvent";
import type { TimelineEntry } from "@doorbuster/core/order/timeline";
import { accountedFor } from "./accounts.ts";
import { checkoutOf, place, putOnSale, throwawayShop, type RoadShop } from "./kit.ts";

let shop: RoadShop;
let timeline: TimelineEntry[];
const aws = () => ({
  region: shop.env["AWS_REGION"] ?? "",
  credentials: { accessKeyId: "local", secretAccessKey: "local" },
  requestHandler: new NodeHttpHandler(),
});

beforeAll(async () => {
  shop = await throwawayShop();
  await putOnSale(shop, "TWICE", 100);
  for (let i = 0; i < 3; i++) {
    const { data } = await place(shop, checkoutOf("TWICE"));
    timeline = await shop.stores.orders.timeline(data?.orderId ?? "");
  }
  await accountedFor(shop);
});
afterAll(() => shop.end());

/** A DynamoDB stream record of an entry that was delivered before. */
const streamRecord = (entry: TimelineEntry, sequenceNumber: string) => ({
  eventID: `again-${sequenceNumber}`,
  eventName: "INSERT",
  eventSource: "aws:dynamodb",
  dynamodb: {
    Keys: marshall({ pk: `order#${entry.orderId}`, sk: `event#${entry.id.slice(-4)}` }),
    NewImage: entryItem(entry),
    SequenceNumber: sequenceNumber,
    StreamViewType: "NEW_IMAGE",
  },
});

test.each(["announce", "publish"])(
  "a stream record that %s gets twice counts once everywhere",
  async (name) => {
    const again = { Records: timeline.map((entry, i) => streamRecord(entry, String(i + 1))) };
    expect(await shop.functions.get(name)?.invoke(again)).toEqual({ batchItemFailures: [] });
    expect(await shop.functions.get(name)?.invoke(again)).toEqual({ batchItemFailures: [] });
    await accountedFor(shop);
  },
);

test("the same event under a new Kinesis sequence number counts once", async () => {
  const kinesis = new KinesisClient({ ...aws(), endpoint: shop.endpoints.kinesis });
  const { name } = JSON.parse(shop.env["SST_RESOURCE_EventStream"] ?? "{}") as { name: string };
  for (const entry of timeline) {
    const Data = Buffer.from(JSON.stringify(orderEventOf(entry)));
    await kinesis.send(new PutRecordCommand({ StreamName: name, PartitionKey: entry.orderId, Data }));
  }
  kinesis.destroy();
  await accountedFor(shop);
});

test("batches that come again with other boundaries count once", async () => {
  const records = timeline.map((entry, i) => ({
    eventID: `shardId-000000000000:${i}`,
    eventSource: "aws:kinesis",
    kinesis: {
      partitionKey: entry.orderId,
      data: Buffer.from(JSON.stringify(orderEventOf(entry))).toString("base64"),
      sequenceNumber: String(9_000_000 + i),
      approximateArrivalTimestamp: Date.now() / 1000,
      kinesisSchemaVersion: "1.0",
    },
  }));
  for (const name of ["live", "lake"]) {
    for (const Records of [records.slice(0, 1), records.slice(0, 2), records.slice(1), records]) {
      expect(await shop.functions.get(name)?.invoke({ Records })).toEqual({ batchItemFailures: [] });
    }
  }
  await accountedFor(shop);
});

test("a message that SQS delivers twice sends one mail and takes the money once", async () => {
  const sqs = new SQSClient({ ...aws(), endpoint: shop.endpoints.sqs });
  const confirmed = timeline.find((entry) => entry.type === "order.confirmed");
  for (const queue of ["EmailQueue", "PaymentQueue"]) {
    const { url } = JSON.parse(shop.env[`SST_RESOURCE_${queue}`] ?? "{}") as { url: string };
    await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: JSON.stringify(confirmed) }));
    await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: JSON.stringify(confirmed) }));
  }
  sqs.destroy();
  await accountedFor(shop);
});

test("a record that nobody can read is put aside and holds up nothing", async () => {
  const kinesis = new KinesisClient({ ...aws(), endpoint: shop.endpoints.kinesis });
  const { name } = JSON.parse(shop.env["SST_RESOURCE_EventStream"] ?? "{}") as { name: string };
  await kinesis.send(
    new PutRecordCommand({ StreamName: name, PartitionKey: "x", Data: Buffer.from("not an event") }),
  );
  kinesis.destroy();
  expect((await place(shop, checkoutOf("TWICE"))).data?.status).toBe("confirmed");
  await accountedFor(shop);
});
