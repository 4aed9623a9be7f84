import { createHash } from "node:crypto";

import {
  CreateTableCommand,
  DynamoDBClient,
  PutItemCommand,
  type AttributeValue,
} from "@aws-sdk/client-dynamodb";
import { DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";
import {
  CreateStreamCommand,
  DeleteStreamCommand,
  DescribeStreamSummaryCommand,
  KinesisClient,
  PutRecordsCommand,
  SplitShardCommand,
} from "@aws-sdk/client-kinesis";
import {
  CreateQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import type { FunctionDefinition, StreamSource, Trigger } from "@doorbuster/adapters/definitions/functions";
import type { QueueName, StreamName } from "@doorbuster/adapters/definitions/messaging";
import type { TableName } from "@doorbuster/adapters/definitions/tables";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import type { DynamoDBStreamEvent, KinesisStreamEvent, SQSEvent } from "aws-lambda";
import { startFauxqs } from "fauxqs";
import { afterAll, afterEach, expect, test, vi } from "vitest";

import type { LogEntry } from "../log.ts";
import { dynoxide, kinesalite } from "../testing/embedded.ts";
import { eventually } from "../testing/eventually.ts";
import { fakeLambda } from "../testing/fakeLambda.ts";
import { sample, shape } from "../testing/sample.ts";
import { openCheckpoints } from "./checkpoints.ts";
import { startEventSources, type EventSources } from "./eventSources.ts";

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 }); // real processes, on a machine that may be busy

const [tables, streams, queues] = await Promise.all([
  dynoxide(),
  kinesalite(),
  startFauxqs({ port: 0, logger: false }),
]);
const access = { region: "us-east-1", credentials: { accessKeyId: "test", secretAccessKey: "test" } };
const dynamodb = new DynamoDBClient({ ...access, endpoint: tables.endpoint });
const sqs = new SQSClient({ ...access, endpoint: `http://127.0.0.1:${queues.port}` });
const clients = {
  sqs,
  dynamodbStreams: new DynamoDBStreamsClient({ ...access, endpoint: tables.endpoint, maxAttempts: 1 }),
  kinesis: new KinesisClient({
    ...access,
    endpoint: streams.endpoint,
    maxAttempts: 1,
    requestHandler: new NodeHttpHandler(), // the client's own speaks HTTP/2
  }),
};

const running: EventSources[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((sources) => sources.stop()));
});
afterAll(() => Promise.all([tables.kill(), streams.kill(), queues.stop()]));

const untilItSucceeds: StreamSource = {
  batchSize: 100,
  maximumBatchingWindowSeconds: 0,
  startingPosition: "TRIM_HORIZON",
  bisectBatchOnFunctionError: true,
  maximumRetryAttempts: -1,
  maximumRecordAgeSeconds: -1,
  onFailure: "StreamFailures",
};
const fromTable = (table: string, more: object = {}): Trigger => ({
  kind: "table",
  table: table as TableName,
  filter: { eventName: ["INSERT"], dynamodb: { Keys: { sk: { S: [{ prefix: "event#" }] } } } },
  ...untilItSucceeds,
  ...more,
});
const fromStream = (stream: string, more: object = {}): Trigger => ({
  kind: "stream",
  stream: stream as StreamName,
  ...untilItSucceeds,
  ...more,
});
const fromQueue = (queue: string, more: object = {}): Trigger => ({
  kind: "queue",
  queue: queue as QueueName,
  batchSize: 10,
  maximumBatchingWindowSeconds: 0,
  maximumConcurrency: 10,
  ...more,
});

type Handler = (event: never) => unknown;
interface World {
  readonly log: LogEntry[];
  readonly checkpoints: ReturnType<typeof openCheckpoints>;
}
const newWorld = (): World => ({ log: [], checkpoints: openCheckpoints(":memory:") });

async function run(
  consumers: Record<string, [Trigger, Handler]>,
  world = newWorld(),
): Promise<EventSources & World> {
  const definitions: [string, FunctionDefinition][] = Object.entries(consumers).map(([name, [trigger]]) => [
    name,
    { timeoutSeconds: 30, memoryMb: 128, triggers: [trigger] },
  ]);
  const sources = await startEventSources({
    functions: Object.fromEntries(definitions),
    resources: {
      tableName: (table) => table,
      streamName: (stream) => stream,
      queueUrl: (queue) => `http://127.0.0.1:${queues.port}/000000000000/${queue}`,
    },
    clients,
    invoke: (name) => fakeLambda(name, consumers[name]?.[1] ?? (() => null)),
    checkpoints: world.checkpoints,
    log: (entry) => world.log.push(entry),
  });
  running.push(sources);
  return { ...sources, ...world };
}

async function createTable(TableName: string): Promise<void> {
  const attribute = (AttributeName: string) => ({ AttributeName, AttributeType: "S" as const });
  const create = new CreateTableCommand({
    TableName,
    AttributeDefinitions: [attribute("pk"), attribute("sk")],
    KeySchema: [
      { AttributeName: "pk", KeyType: "HASH" },
      { AttributeName: "sk", KeyType: "RANGE" },
    ],
    BillingMode: "PAY_PER_REQUEST",
    StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_IMAGE" },
  });
  await dynamodb.send(create);
}

async function putEvent(
  TableName: string,
  number: number,
  more: Record<string, AttributeValue> = {},
): Promise<void> {
  const sk = `event#${String(number).padStart(4, "0")}`;
  await dynamodb.send(
    new PutItemCommand({ TableName, Item: { pk: { S: "order#1" }, sk: { S: sk }, ...more } }),
  );
}

async function isActive(StreamName: string): Promise<boolean> {
  const { StreamDescriptionSummary } = await clients.kinesis.send(
    new DescribeStreamSummaryCommand({ StreamName }),
  );
  return StreamDescriptionSummary?.StreamStatus === "ACTIVE";
}

async function createStream(StreamName: string): Promise<void> {
  await clients.kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
  await eventually(() => isActive(StreamName));
}

async function putRecords(StreamName: string, ...data: readonly string[]): Promise<void> {
  const Records = data.map((one) => ({
    PartitionKey: createHash("md5").update(one).digest("hex"),
    Data: Buffer.from(one),
  }));
  await clients.kinesis.send(new PutRecordsCommand({ StreamName, Records }));
}

async function createQueue(QueueName: string, Attributes: Record<string, string> = {}): Promise<string> {
  const { QueueUrl = "" } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
  return QueueUrl;
}

async function send(QueueUrl: string, ...bodies: readonly string[]): Promise<void> {
  const Entries = bodies.map((MessageBody, index) => ({
    Id: String(index),
    MessageBody,
    MessageAttributes: { type: { DataType: "String", StringValue: "order.confirmed" } },
  }));
  await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
}

const sortKeys = (event: DynamoDBStreamEvent) =>
  event.Records.map(({ dynamodb: change }) => change?.Keys?.["sk"]?.S);
const texts = (event: KinesisStreamEvent) =>
  event.Records.map(({ kinesis }) => Buffer.from(kinesis.data, "base64").toString());
const only = (sources: EventSources) => sources.status()[0];

test("a table's new entries reach every reader, in AWS's documented form, and nothing else does", async () => {
  await createTable("Shape");
  await putEvent("Shape", 1, {
    blob: { B: Buffer.from("hi") },
    deep: { L: [{ M: { blobs: { BS: [Buffer.from("x")] } } }] },
  });
  await dynamodb.send(
    new PutItemCommand({ TableName: "Shape", Item: { pk: { S: "order#1" }, sk: { S: "order" } } }),
  );
  await putEvent("Shape", 1);
  await putEvent("Shape", 2);

  const events: DynamoDBStreamEvent[] = [];
  const also: (string | undefined)[] = [];
  const sources = await run({
    publish: [fromTable("Shape"), (event: DynamoDBStreamEvent) => void events.push(event)],
    announce: [fromTable("Shape"), (event: DynamoDBStreamEvent) => void also.push(...sortKeys(event))],
  });
  await eventually(() => sources.status().every(({ behind }) => !behind));
  expect(events.flatMap(sortKeys)).toEqual(["event#0001", "event#0002"]);
  expect(also).toEqual(["event#0001", "event#0002"]);
  expect(shape(events[0], ["Keys", "NewImage"])).toEqual(
    shape(sample("dynamodb-stream"), ["Keys", "NewImage"]),
  );
  expect(events[0]?.Records[0]).toMatchObject({
    eventName: "INSERT",
    eventSource: "aws:dynamodb",
    dynamodb: {
      NewImage: { blob: { B: "aGk=" }, deep: { L: [{ M: { blobs: { BS: ["eA=="] } } }] } },
      StreamViewType: "NEW_IMAGE",
    },
  });
});

test("a stream's records arrive in AWS's documented form", async () => {
  await createStream("Shape");
  const before = Date.now() / 1000 - 1;
  await putRecords("Shape", "one", "two");
  const events: KinesisStreamEvent[] = [];
  await run({ live: [fromStream("Shape"), (event: KinesisStreamEvent) => void events.push(event)] });
  await eventually(() => events.length > 0);
  expect(shape(events[0])).toEqual(shape(sample("kinesis-stream")));
  const [record] = events[0]?.Records ?? [];
  expect(record?.eventID).toBe(`shardId-000000000000:${record?.kinesis.sequenceNumber}`);
  expect(record?.kinesis.approximateArrivalTimestamp).toBeGreaterThan(before);
  expect(events.flatMap(texts)).toEqual(["one", "two"]);
});

test("bisecting isolates a poison record; what is given up goes to the on-failure queue as AWS writes it", async () => {
  await createTable("Poison");
  await createStream("Poison");
  const failures = await createQueue("StreamFailures");
  for (const number of [1, 2, 3, 4, 5]) await putEvent("Poison", number);
  await putRecords("Poison", "a", "b", "poison", "c");

  const delivered: (string | undefined)[] = [];
  const consume = (items: (string | undefined)[]) => {
    if (items.includes("event#0003") || items.includes("poison")) throw new Error("poisoned");
    delivered.push(...items);
  };
  const give = { maximumRetryAttempts: 1 };
  await run({
    publish: [fromTable("Poison", give), (event: DynamoDBStreamEvent) => consume(sortKeys(event))],
    live: [fromStream("Poison", give), (event: KinesisStreamEvent) => consume(texts(event))],
  });
  await eventually(() => delivered.length === 7);
  expect(delivered.filter((one) => one?.startsWith("event#"))).toEqual([
    "event#0001",
    "event#0002",
    "event#0004",
    "event#0005",
  ]);
  expect(delivered.filter((one) => !one?.startsWith("event#"))).toEqual(["a", "b", "c"]);

  const records: Record<string, unknown>[] = [];
  await eventually(async () => {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: failures, MaxNumberOfMessages: 10 }),
    );
    records.push(...Messages.map(({ Body = "" }) => JSON.parse(Body) as Record<string, unknown>));
    return records.length === 2;
  });
  const ofTable = records.find((record) => "DDBStreamBatchInfo" in record);
  const ofStream = records.find((record) => "KinesisBatchInfo" in record);
  expect(shape(ofTable)).toEqual(shape(sample("dynamodb-failure")));
  expect(shape(ofStream)).toEqual(shape(sample("kinesis-failure")));
  for (const record of [ofTable, ofStream]) {
    expect(record).toMatchObject({ requestContext: { condition: "RetryAttemptsExhausted" }, version: "1.0" });
  }
  expect(ofTable).toMatchObject({
    DDBStreamBatchInfo: { batchSize: 1, startSequenceNumber: "3", endSequenceNumber: "3" },
  });
});

test("a partial failure resumes at the lowest record that failed", async () => {
  await createStream("Partial");
  await putRecords("Partial", "a", "b", "c", "d");
  const batches: string[][] = [];
  await run({
    live: [
      fromStream("Partial"),
      (event: KinesisStreamEvent) => {
        batches.push(texts(event));
        if (batches.length > 1) return null;
        const failed = [3, 2].map((index) => event.Records[index]?.kinesis.sequenceNumber);
        return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
      },
    ],
  });
  await eventually(() => batches.length === 2);
  expect(batches).toEqual([
    ["a", "b", "c", "d"],
    ["c", "d"],
  ]);
});

test("the position survives a restart, and does not move while the function fails", async () => {
  await createTable("Restart");
  const world = newWorld();
  for (const number of [1, 2]) await putEvent("Restart", number);
  const first: (string | undefined)[] = [];
  const one = await run(
    { publish: [fromTable("Restart"), (event: DynamoDBStreamEvent) => void first.push(...sortKeys(event))] },
    world,
  );
  await eventually(() => only(one)?.behind === false);
  await one.stop();

  for (const number of [3, 4]) await putEvent("Restart", number);
  let attempts = 0;
  const two = await run(
    {
      publish: [
        fromTable("Restart"),
        () => {
          attempts += 1;
          throw new Error("down");
        },
      ],
    },
    world,
  );
  await eventually(() => attempts >= 3);
  expect(only(two)).toMatchObject({ behind: true, pending: 2, delivered: 0 });
  await two.stop();

  const third: (string | undefined)[] = [];
  await run(
    { publish: [fromTable("Restart"), (event: DynamoDBStreamEvent) => void third.push(...sortKeys(event))] },
    world,
  );
  await eventually(() => third.length === 2);
  expect(first).toEqual(["event#0001", "event#0002"]);
  expect(third).toEqual(["event#0003", "event#0004"]);
});

test("a batching window gathers, and a full batch does not wait for it", async () => {
  await createStream("Window");
  await putRecords("Window", "a", "b", "c");
  const batches: string[][] = [];
  const window = { maximumBatchingWindowSeconds: 3600, batchSize: 2 };
  const sources = await run({
    lake: [fromStream("Window", window), (event: KinesisStreamEvent) => void batches.push(texts(event))],
  });
  await eventually(() => only(sources)?.pending === 1 && batches.length === 1);
  expect(only(sources)).toMatchObject({ behind: true, delivered: 2 });
  await putRecords("Window", "d");
  await eventually(() => only(sources)?.behind === false);
  expect(batches).toEqual([
    ["a", "b"],
    ["c", "d"],
  ]);
});

test("after a resharding the parent is read to its end before its children", async () => {
  await createStream("Reshard");
  const world = newWorld();
  await putRecords("Reshard", "before 1", "before 2");
  const half = (2n ** 127n).toString();
  const split = { ShardToSplit: "shardId-000000000000", NewStartingHashKey: half };
  await clients.kinesis.send(new SplitShardCommand({ StreamName: "Reshard", ...split }));
  await eventually(() => isActive("Reshard"));
  const after = Array.from({ length: 10 }, (_, index) => `after ${index}`);
  await putRecords("Reshard", ...after);

  const seen: string[] = [];
  const shards = new Set<string>();
  const live = (event: KinesisStreamEvent) => {
    for (const { eventID } of event.Records) shards.add(eventID.split(":")[0] ?? "");
    seen.push(...texts(event));
  };
  const one = await run({ live: [fromStream("Reshard"), live] }, world);
  await eventually(() => seen.length === 12);
  expect(seen.slice(0, 2).toSorted()).toEqual(["before 1", "before 2"]);
  expect(seen.slice(2).toSorted()).toEqual(after.toSorted());
  expect(shards.size).toBe(3);
  await one.stop();

  const two = await run({ live: [fromStream("Reshard"), live] }, world);
  await eventually(() => only(two)?.behind === false);
  expect(seen.length).toBe(12);
});

test("a stream that was made anew is read from its beginning, and the log says so", async () => {
  await createStream("Anew");
  const world = newWorld();
  const seen: string[] = [];
  const trigger: [Trigger, Handler] = [
    fromStream("Anew"),
    (event: KinesisStreamEvent) => void seen.push(...texts(event)),
  ];
  await putRecords("Anew", "old");
  const one = await run({ live: trigger }, world);
  await eventually(() => seen.length === 1);
  await one.stop();

  const created = Date.now();
  await clients.kinesis.send(new DeleteStreamCommand({ StreamName: "Anew" }));
  await eventually(async () => !(await isActive("Anew").catch(() => false)) && Date.now() - created > 1000);
  await eventually(() =>
    createStream("Anew").then(
      () => true,
      () => false,
    ),
  );
  await putRecords("Anew", "new");
  await run({ live: trigger }, world);
  await eventually(() => seen.length === 2);
  expect(seen).toEqual(["old", "new"]);
  expect(world.log.map(({ message }) => message)).toContain("The stream is not the one read before");
});

test("an outage of the services is waited out, and told once when it begins and once when it ends", async () => {
  await createTable("Outage");
  await createStream("Outage");
  const seen: (string | undefined)[] = [];
  const sources = await run({
    publish: [fromTable("Outage"), (event: DynamoDBStreamEvent) => void seen.push(...sortKeys(event))],
    live: [fromStream("Outage"), (event: KinesisStreamEvent) => void seen.push(...texts(event))],
  });
  await putEvent("Outage", 1);
  await putRecords("Outage", "one");
  await eventually(() => seen.length === 2);

  await Promise.all([tables.kill(), streams.kill()]);
  const told = (message: string) => sources.log.filter((entry) => entry.message === message).length;
  await eventually(() => told("The event source does not answer; waiting for it") === 2);
  await Promise.all([tables.start(), streams.start()]);
  await putEvent("Outage", 2);
  await putRecords("Outage", "two");
  await eventually(() => seen.length === 4);
  expect(new Set(seen.slice(2))).toEqual(new Set(["event#0002", "two"]));
  await eventually(() => told("The event source answers again") === 2);
  expect(told("The event source does not answer; waiting for it")).toBe(2);
});

test("queue messages arrive in AWS's documented form and are deleted when handled", async () => {
  const url = await createQueue("Shape");
  await send(url, "one", "two");
  const events: SQSEvent[] = [];
  const sources = await run({ email: [fromQueue("Shape"), (event: SQSEvent) => void events.push(event)] });
  await eventually(() => only(sources)?.delivered === 2);
  expect(shape(events[0], ["messageAttributes"])).toEqual(shape(sample("sqs"), ["messageAttributes"]));
  expect(events[0]?.Records[0]).toMatchObject({
    body: "one",
    eventSourceARN: "arn:aws:sqs:us-east-1:000000000000:Shape",
    messageAttributes: { type: { stringValue: "order.confirmed", dataType: "String" } },
  });
  await eventually(() => only(sources)?.behind === false);
  expect(queues.inspectQueue("Shape")?.messages).toMatchObject({ ready: [], inflight: [] });
});

test("only what was handled is deleted; the rest is delivered again by its queue", async () => {
  const url = await createQueue("Redeliver", { VisibilityTimeout: "1" });
  await send(url, "good", "bad", "worse");
  const deliveries: string[] = [];
  const sources = await run({
    email: [
      fromQueue("Redeliver"),
      (event: SQSEvent) => {
        deliveries.push(
          ...event.Records.map(({ body, attributes }) => `${body} ${attributes.ApproximateReceiveCount}`),
        );
        const failed = event.Records.filter(({ attributes }) => attributes.ApproximateReceiveCount === "1");
        if (failed.some(({ body }) => body === "good")) {
          const items = failed.filter(({ body }) => body !== "good");
          return { batchItemFailures: items.map(({ messageId }) => ({ itemIdentifier: messageId })) };
        }
        if (event.Records.some(({ attributes }) => attributes.ApproximateReceiveCount === "2"))
          throw new Error("no");
        return null;
      },
    ],
  });
  await eventually(() => only(sources)?.delivered === 3);
  expect(deliveries.toSorted()).toEqual([
    "bad 1",
    "bad 2",
    "bad 3",
    "good 1",
    "worse 1",
    "worse 2",
    "worse 3",
  ]);
  expect(queues.inspectQueue("Redeliver")?.messages).toMatchObject({ ready: [], inflight: [] });
});

test("never runs more batches of a queue at a time than it may, and runs that many", async () => {
  const url = await createQueue("Concurrency");
  await send(url, "a", "b", "c", "d", "e", "f", "g", "h");
  let inFlight = 0;
  let most = 0;
  const waiting: (() => void)[] = [];
  const sources = await run({
    capture: [
      fromQueue("Concurrency", { batchSize: 1, maximumConcurrency: 3 }),
      async () => {
        inFlight += 1;
        most = Math.max(most, inFlight);
        await new Promise<void>((resolve) => waiting.push(resolve));
        inFlight -= 1;
      },
    ],
  });
  await eventually(() => waiting.length === 3);
  expect(only(sources)?.inFlight).toBe(3);
  await eventually(() => {
    waiting.shift()?.();
    return only(sources)?.delivered === 8;
  });
  expect(most).toBe(3);
});

test("refuses to start on a filter that it does not know", async () => {
  const trigger = fromTable("Orders", { filter: { eventName: [{ wildcard: "*" }] } });
  await expect(run({ publish: [trigger, () => null] })).rejects.toThrow("wildcard");
});
