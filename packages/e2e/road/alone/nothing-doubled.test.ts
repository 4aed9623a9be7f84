import { PutRecordCommand, KinesisClient } from "@aws-sdk/client-kinesis";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { marshall } from "@aws-sdk/util-dynamodb";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { entryItem } from "@doorbuster/adapters/dynamo/entryRows";
import { orderEventOf } from "@doorbuster/core/metrics/orderEvent";
import type { EntrySink } from "@doorbuster/adapters/events/sink";
import { systemClock } from "@doorbuster/adapters/system";
import type { TimelineEntry } from "@doorbuster/core/order/timeline";
import { isoTime } from "@doorbuster/core/ports";
import { compare } from "@doorbuster/lab/reconcile/compare";
import { gatherFacts } from "@doorbuster/lab/reconcile/gather";
import { targetNames } from "@doorbuster/lab/republish/options";
import { placesOfShop } from "@doorbuster/lab/republish/places";
import { republish } from "@doorbuster/lab/republish/republish";
import { accountedFor } from "../accounts.ts";
import { checkoutOf, place, putOnSale, throwawayShop, type RoadShop } from "../kit.ts";

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

/** Accepts a part of its first batch, as SNS and Kinesis do when they are busy. */
function busyAtFirst(sink: EntrySink<TimelineEntry>): EntrySink<TimelineEntry> {
  let isBusy = true;
  return {
    async send(batch) {
      if (!isBusy) return sink.send(batch);
      isBusy = false;
      await sink.send(batch.slice(1));
      return [0];
    },
  };
}

test("what a bug swallowed is published again from the timelines, and what had arrived counts once", async () => {
  const from = isoTime(Date.now());
  const swallowed = targetNames.map((name) =>
    vi.spyOn(shop.functions.get(name) as object as { invoke(): unknown }, "invoke"),
  );
  for (const bug of swallowed) bug.mockResolvedValue({ batchItemFailures: [] });
  for (let i = 0; i < 3; i++) await place(shop, checkoutOf("TWICE"));
  await shop.quiet();
  for (const bug of swallowed) bug.mockRestore();
  const to = isoTime(Date.now());
  expect(compare(await gatherFacts(shop))).not.toEqual([]);

  using places = placesOfShop(shop);
  const { announce, publish } = places.sinks;
  const sinks = { announce: busyAtFirst(announce), publish: busyAtFirst(publish) };
  const lost = { span: { from, to }, targets: targetNames };
  const dry = await republish(places, { ...lost, dryRun: true }, systemClock);
  expect([...dry.published]).toEqual([]);
  expect(compare(await gatherFacts(shop))).not.toEqual([]);
  const { found, published } = await republish({ ...places, sinks }, { ...lost, dryRun: false }, systemClock);
  expect(Object.fromEntries(found)).toEqual({ "order.placed": 3, "order.confirmed": 3 });
  expect(Object.fromEntries(published)).toEqual({ announce: 6, publish: 6 });
  await accountedFor(shop);

  const ever = { from: isoTime(0), to: isoTime(Date.now()) };
  await republish(places, { ...lost, span: ever, dryRun: false }, systemClock);
  await accountedFor(shop);
});

test("a target that stays away ends the republication with its name", async () => {
  using places = placesOfShop(shop);
  const away: EntrySink<TimelineEntry> = { send: async (batch) => batch.map((_, index) => index) };
  const options = {
    span: { from: isoTime(0), to: isoTime(Date.now()) },
    targets: targetNames,
    dryRun: false,
  };
  const impatient = { now: Date.now, sleep: async () => {} };
  await expect(
    republish({ ...places, sinks: { ...places.sinks, announce: away } }, options, impatient),
  ).rejects.toMatchObject({ code: "TARGET_UNAVAILABLE", target: "announce" });
});
