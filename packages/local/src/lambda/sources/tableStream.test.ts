import type { DynamoDBStreamEvent } from "aws-lambda";
import { afterAll, afterEach, expect, test, vi } from "vitest";

import { eventually } from "../testing/eventually.ts";
import { startQueues } from "../testing/queues.ts";
import { sample, shape } from "../testing/sample.ts";
import { fromTable, makeRunner, newMemory } from "../testing/sources.ts";
import { sortKeys, startTables } from "../testing/tables.ts";

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 }); // real processes, on a machine that may be busy

const [tables, queues] = await Promise.all([startTables(), startQueues()]);
const { dynamodbStreams, createTable, put } = tables;
const { run, stop } = makeRunner({ dynamodbStreams, sqs: queues.sqs }, queues.url);
afterEach(stop);
afterAll(() => Promise.all([tables.kill(), queues.stop()]));

test("new entries reach every reader, in AWS's documented form, and nothing else does", async () => {
  await createTable("Shape");
  await put("Shape", "event#0001");
  await put("Shape", "order");
  await put("Shape", "event#0001");
  await put("Shape", "event#0002", {
    blob: { B: Buffer.from("hi") },
    deep: { L: [{ M: { blobs: { BS: [Buffer.from("x")] } } }] },
  });

  const events: DynamoDBStreamEvent[] = [];
  const also: (string | undefined)[] = [];
  const sources = await run({
    publish: [fromTable("Shape"), (event: DynamoDBStreamEvent) => void events.push(event)],
    announce: [fromTable("Shape"), (event: DynamoDBStreamEvent) => void also.push(...sortKeys(event))],
  });
  await eventually(() => sources.status().every(({ behind }) => !behind));
  expect(events.flatMap(sortKeys)).toEqual(["event#0001", "event#0002"]);
  expect(also).toEqual(["event#0001", "event#0002"]);
  const maps = ["Keys", "NewImage"];
  expect(shape(events[0], maps)).toEqual(shape(sample("dynamodb-stream"), maps));
  expect(events.at(-1)?.Records.at(-1)).toMatchObject({
    eventName: "INSERT",
    eventSource: "aws:dynamodb",
    dynamodb: {
      NewImage: { blob: { B: "aGk=" }, deep: { L: [{ M: { blobs: { BS: ["eA=="] } } }] } },
      StreamViewType: "NEW_IMAGE",
    },
  });
});

test("what is given up goes to the on-failure queue as AWS writes it, and all else is delivered", async () => {
  await createTable("Poison");
  await queues.createQueue("StreamFailures");
  for (const number of [1, 2, 3, 4, 5]) await put("Poison", `event#${number}`);
  const delivered: (string | undefined)[] = [];
  const consume = (event: DynamoDBStreamEvent) => {
    if (sortKeys(event).includes("event#3")) throw new Error("poisoned");
    delivered.push(...sortKeys(event));
  };
  const sources = await run({ publish: [fromTable("Poison", { maximumRetryAttempts: 1 }), consume] });
  await eventually(() => !sources.first().behind);
  expect(delivered).toEqual(["event#1", "event#2", "event#4", "event#5"]);

  const records = await queues.receive("StreamFailures");
  expect(records).toHaveLength(1);
  expect(shape(records[0])).toEqual(shape(sample("dynamodb-failure")));
  expect(records[0]).toMatchObject({
    requestContext: {
      condition: "RetryAttemptsExhausted",
      functionArn: expect.stringMatching(/:publish$/) as string,
    },
    DDBStreamBatchInfo: { batchSize: 1, startSequenceNumber: "3", endSequenceNumber: "3" },
  });
});

test("the position survives a restart, and does not move while the function fails", async () => {
  await createTable("Restart");
  const memory = newMemory();
  const seen: (string | undefined)[] = [];
  const record = (event: DynamoDBStreamEvent) => void seen.push(...sortKeys(event));
  await put("Restart", "event#1");
  await put("Restart", "event#2");
  const one = await run({ publish: [fromTable("Restart"), record] }, memory);
  await eventually(() => !one.first().behind);
  await one.stop();

  await put("Restart", "event#3");
  await put("Restart", "event#4");
  let attempts = 0;
  const fail = () => {
    attempts += 1;
    throw new Error("down");
  };
  const two = await run({ publish: [fromTable("Restart"), fail] }, memory);
  await eventually(() => attempts >= 3);
  expect(two.first()).toMatchObject({ behind: true, pending: 2, delivered: 0 });
  await two.stop();

  const three = await run({ publish: [fromTable("Restart"), record] }, memory);
  await eventually(() => !three.first().behind);
  expect(seen).toEqual(["event#1", "event#2", "event#3", "event#4"]);
});
