import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";

import { DescribeTableCommand, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListShardsCommand,
  PutRecordsCommand,
} from "@aws-sdk/client-kinesis";
import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import {
  ListSubscriptionsByTopicCommand,
  PublishCommand,
  SetSubscriptionAttributesCommand,
} from "@aws-sdk/client-sns";
import {
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
} from "@aws-sdk/client-sqs";
import { functions } from "@doorbuster/adapters/definitions/functions";
import { topics } from "@doorbuster/adapters/definitions/messaging";
import { tables } from "@doorbuster/adapters/definitions/tables";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { startStores } from "../shop/stores.ts";
import type { RunningStores } from "../shop/types.ts";
import { type Clients, openClients } from "./clients.ts";
import { provision } from "./provision.ts";
import { physicalName, queueUrl, topicArn } from "./resources.ts";

// Real processes on a machine that others use too: no speed is asserted, only an end.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let dataDir: string;
let stores: RunningStores;
let clients: Clients;

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), "doorbuster-stores-"));
  await open();
});

afterEach(async () => {
  await close();
  await rm(dataDir, { recursive: true });
});

async function open(): Promise<void> {
  stores = await startStores({ dataDir, switches: true });
  clients = openClients(stores.endpoints);
}

async function close(): Promise<void> {
  clients.destroy();
  await stores.stop();
}

const emails = () => queueUrl(stores.endpoints.sqs, "EmailQueue");

async function publish(type: string, body: string): Promise<void> {
  const MessageAttributes = { type: { DataType: "String", StringValue: type } };
  await clients.sns.send(
    new PublishCommand({ TopicArn: topicArn("OrderTopic"), Message: body, MessageAttributes }),
  );
}

async function receive(): Promise<(string | undefined)[]> {
  const { Messages } = await clients.sqs.send(new ReceiveMessageCommand({ QueueUrl: emails() }));
  return Messages?.map(({ Body }) => Body) ?? [];
}

async function visibilityTimeout(queue = "EmailQueue"): Promise<string | undefined> {
  const QueueUrl = queueUrl(stores.endpoints.sqs, queue);
  const asked = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["VisibilityTimeout"] });
  return (await clients.sqs.send(asked)).Attributes?.["VisibilityTimeout"];
}

async function readStream(): Promise<{ data: string; sequence: string }[]> {
  const StreamName = physicalName("EventStream");
  const { Shards } = await clients.kinesis.send(new ListShardsCommand({ StreamName }));
  const shard = { StreamName, ShardId: Shards?.[0]?.ShardId, ShardIteratorType: "TRIM_HORIZON" } as const;
  const { ShardIterator } = await clients.kinesis.send(new GetShardIteratorCommand(shard));
  const { Records } = await clients.kinesis.send(new GetRecordsCommand({ ShardIterator }));
  return (Records ?? []).map(({ Data, SequenceNumber }) => ({
    data: Buffer.from(Data ?? []).toString(),
    sequence: SequenceNumber ?? "",
  }));
}

async function putRecord(data: string): Promise<void> {
  const Records = [{ PartitionKey: "order", Data: Buffer.from(data) }];
  await clients.kinesis.send(new PutRecordsCommand({ StreamName: physicalName("EventStream"), Records }));
}

test("makes every table with its keys, indexes and stream", async () => {
  for (const [name, definition] of Object.entries(tables)) {
    const { Table } = await clients.dynamodb.send(
      new DescribeTableCommand({ TableName: physicalName(name) }),
    );
    expect(Table?.KeySchema?.[0]).toEqual({ AttributeName: definition.key.partition, KeyType: "HASH" });
    const indexes = Table?.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName) ?? [];
    expect(new Set(indexes)).toEqual(new Set("indexes" in definition ? Object.keys(definition.indexes) : []));
    expect(Table?.StreamSpecification?.StreamViewType).toBe(
      "stream" in definition ? definition.stream : undefined,
    );
  }
});

test("delivers to a queue only what its filter lets through, raw, and knows its dead-letter queue", async () => {
  await publish("payment.captured", "not for the mail");
  await publish("order.confirmed", "for the mail");
  expect(await receive()).toEqual(["for the mail"]);
  const wanted = { QueueUrl: emails(), AttributeNames: ["RedrivePolicy" as const] };
  const { Attributes } = await clients.sqs.send(new GetQueueAttributesCommand(wanted));
  expect(JSON.parse(Attributes?.["RedrivePolicy"] ?? "{}")).toMatchObject({
    deadLetterTargetArn: expect.stringContaining(physicalName("EmailDeadLetters")),
  });
});

test("making everything a second time changes nothing", async () => {
  await provision(clients);
  const subscriptions = new ListSubscriptionsByTopicCommand({ TopicArn: topicArn("OrderTopic") });
  expect((await clients.sns.send(subscriptions)).Subscriptions).toHaveLength(
    topics.OrderTopic.subscriptions.length,
  );
  await publish("order.confirmed", "once");
  expect(await receive()).toEqual(["once"]);
  expect(await receive()).toEqual([]);
});

test.each(["payments", "email", "sms", "push"] as const)(
  "what %s fails to handle comes again when its time is over",
  async (name) => {
    const { timeoutSeconds, triggers } = functions[name];
    expect(Number(await visibilityTimeout(triggers[0].queue))).toBe(timeoutSeconds + 1);
  },
);

test("brings a queue and a subscription of an older version up to their definitions", async () => {
  const { Subscriptions } = await clients.sns.send(
    new ListSubscriptionsByTopicCommand({ TopicArn: topicArn("OrderTopic") }),
  );
  const SubscriptionArn = Subscriptions?.find(({ Endpoint }) =>
    Endpoint?.endsWith("EmailQueue"),
  )?.SubscriptionArn;
  const older = { SubscriptionArn, AttributeName: "FilterPolicy", AttributeValue: '{"type":["nothing"]}' };
  await clients.sns.send(new SetSubscriptionAttributesCommand(older));
  const before = await visibilityTimeout();
  const Attributes = { VisibilityTimeout: "1" };
  await clients.sqs.send(new SetQueueAttributesCommand({ QueueUrl: emails(), Attributes }));

  await provision(clients);

  await publish("order.confirmed", "let through");
  expect(await receive()).toEqual(["let through"]);
  expect(await visibilityTimeout()).toBe(before);
});

test.each(["stop", "kill"] as const)(
  "keeps what it was given over a %s of every store, on other ports",
  async (end) => {
    const object = { Bucket: physicalName("Lake"), Key: "events/dt=2026-01-01/hour=01/a.parquet" };
    const row = { pk: { S: "sku#A" }, sk: { S: "head" } };
    await clients.dynamodb.send(new PutItemCommand({ TableName: physicalName("Stock"), Item: row }));
    await clients.s3.send(new PutObjectCommand({ ...object, Body: "rows" }));
    await publish("order.confirmed", "kept");
    await putRecord("before");
    const [before] = await readStream();

    await Promise.all([...stores.services.values()].map((service) => service[end]()));
    await close();
    await open();

    const item = new GetItemCommand({ TableName: physicalName("Stock"), Key: row });
    expect((await clients.dynamodb.send(item)).Item).toEqual(row);
    const found = await clients.s3.send(new GetObjectCommand(object));
    expect(await found.Body?.transformToString()).toBe("rows");
    expect(await receive()).toEqual(["kept"]);
    await putRecord("after");
    const records = await readStream();
    expect(records.map(({ data }) => data)).toEqual(["before", "after"]);
    expect(records[0]).toEqual(before);
    expect(BigInt(records[1]?.sequence ?? 0)).toBeGreaterThan(BigInt(before?.sequence ?? 0));
  },
);

test("cuts off one endpoint of a process and leaves its neighbours alone", async () => {
  await stores.cutOff("sns");
  await expect(publish("order.confirmed", "lost")).rejects.toThrow(/ECONNREFUSED/);
  await expect(receive()).resolves.toEqual([]);
  await stores.restore("sns");
  await publish("order.confirmed", "back");
  expect(await receive()).toEqual(["back"]);
});

test("a service that was stopped comes back on its port with what it knew", async () => {
  const kinesis = stores.services.get("kinesis");
  await putRecord("before");
  await kinesis?.stop();
  await expect(readStream()).rejects.toThrow();
  await kinesis?.start();
  expect((await readStream()).map(({ data }) => data)).toEqual(["before"]);
});

test("gives the table of stream records its indexes, without which a year of orders slows to a crawl", () => {
  const database = new DatabaseSync(path.join(dataDir, "dynamodb", "tables.db"), { readOnly: true });
  const plan = database
    .prepare(
      "EXPLAIN QUERY PLAN SELECT * FROM _stream_records WHERE table_name = ? AND shard_id = ? AND sequence_number > ?",
    )
    .all("t", "s", "0");
  database.close();
  expect(JSON.stringify(plan)).toContain("USING INDEX stream_by_shard");
});
