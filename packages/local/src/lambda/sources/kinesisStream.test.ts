import type { KinesisStreamEvent } from "aws-lambda";
import { afterAll, afterEach, expect, test, vi } from "vitest";

import { eventually } from "../testing/eventually.ts";
import { startQueues } from "../testing/queues.ts";
import { sample, shape } from "../testing/sample.ts";
import { fromStream, makeRunner, newMemory, type Consumer } from "../testing/sources.ts";
import { startStreams, texts } from "../testing/streams.ts";

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 }); // real processes, on a machine that may be busy

const [streams, queues] = await Promise.all([startStreams(), startQueues()]);
const { kinesis, createStream, put } = streams;
const { run, stop } = makeRunner({ kinesis, sqs: queues.sqs }, queues.url);
afterEach(stop);
afterAll(() => Promise.all([streams.kill(), queues.stop()]));

test("records arrive in AWS's documented form", async () => {
  await createStream("Shape");
  const before = Date.now() / 1000 - 1;
  await put("Shape", "one", "two");
  const events: KinesisStreamEvent[] = [];
  await run({ live: [fromStream("Shape"), (event: KinesisStreamEvent) => void events.push(event)] });
  await eventually(() => events.length > 0);
  expect(shape(events[0])).toEqual(shape(sample("kinesis-stream")));
  const [record] = events[0]?.Records ?? [];
  expect(record?.eventID).toBe(`shardId-000000000000:${record?.kinesis.sequenceNumber}`);
  expect(record?.kinesis.approximateArrivalTimestamp).toBeGreaterThan(before);
  expect(events.flatMap(texts)).toEqual(["one", "two"]);
});

test("bisecting isolates a poison record, which goes to the on-failure queue as AWS writes it", async () => {
  await createStream("Poison");
  await queues.createQueue("StreamFailures");
  await put("Poison", "a", "b", "poison", "c");
  const delivered: string[] = [];
  const consume = (event: KinesisStreamEvent) => {
    if (texts(event).includes("poison")) throw new Error("poisoned");
    delivered.push(...texts(event));
  };
  const sources = await run({ live: [fromStream("Poison", { maximumRetryAttempts: 0 }), consume] });
  await eventually(() => !sources.first().behind);
  expect(delivered).toEqual(["a", "b", "c"]);

  const records = await queues.receive("StreamFailures");
  expect(records).toHaveLength(1);
  expect(shape(records[0])).toEqual(shape(sample("kinesis-failure")));
  expect(records[0]).toMatchObject({
    requestContext: { condition: "RetryAttemptsExhausted", approximateInvokeCount: 3 },
    KinesisBatchInfo: { batchSize: 1, shardId: "shardId-000000000000" },
  });
});

test("a partial failure resumes at the lowest record that failed", async () => {
  await createStream("Partial");
  await put("Partial", "a", "b", "c", "d");
  const batches: string[][] = [];
  const consume = (event: KinesisStreamEvent) => {
    batches.push(texts(event));
    if (batches.length > 1) return null;
    const failed = [3, 2].map((index) => event.Records[index]?.kinesis.sequenceNumber);
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
  };
  await run({ live: [fromStream("Partial"), consume] });
  await eventually(() => batches.length === 2);
  expect(batches).toEqual([
    ["a", "b", "c", "d"],
    ["c", "d"],
  ]);
});

test("a batching window gathers, and a full batch does not wait for it", async () => {
  await createStream("Window");
  await put("Window", "a", "b", "c");
  const batches: string[][] = [];
  const trigger = fromStream("Window", { maximumBatchingWindowSeconds: 3600, batchSize: 2 });
  const sources = await run({
    lake: [trigger, (event: KinesisStreamEvent) => void batches.push(texts(event))],
  });
  await eventually(() => sources.first().pending === 1 && batches.length === 1);
  expect(sources.first()).toMatchObject({ behind: true, delivered: 2 });
  await put("Window", "d");
  await eventually(() => !sources.first().behind);
  expect(batches).toEqual([
    ["a", "b"],
    ["c", "d"],
  ]);
});

test("after a resharding the parent is read to its end before its children", async () => {
  await createStream("Reshard");
  const memory = newMemory();
  await put("Reshard", "before 1", "before 2");
  await streams.split("Reshard");
  const after = Array.from({ length: 10 }, (_, index) => `after ${index}`);
  await put("Reshard", ...after);

  const seen: string[] = [];
  const shards = new Set<string>();
  const live = (event: KinesisStreamEvent) => {
    for (const { eventID } of event.Records) shards.add(eventID.split(":")[0] ?? "");
    seen.push(...texts(event));
  };
  const one = await run({ live: [fromStream("Reshard"), live] }, memory);
  await eventually(() => seen.length === 12);
  expect(new Set(seen.slice(0, 2))).toEqual(new Set(["before 1", "before 2"]));
  expect(new Set(seen.slice(2))).toEqual(new Set(after));
  expect(shards.size).toBe(3);
  await one.stop();

  const two = await run({ live: [fromStream("Reshard"), live] }, memory);
  await eventually(() => !two.first().behind);
  expect(seen).toHaveLength(12);
});

test("a stream that was made anew between two runs is read from its beginning, and the log says so", async () => {
  await createStream("Anew");
  const memory = newMemory();
  const seen: string[] = [];
  const live: Consumer = [fromStream("Anew"), (event: KinesisStreamEvent) => void seen.push(...texts(event))];
  await put("Anew", "old");
  const one = await run({ live }, memory);
  await eventually(() => seen.length === 1);
  await one.stop();

  const second = Math.floor(Date.now() / 1000); // a stream's age is known to the second
  await streams.deleteStream("Anew");
  await eventually(() => Math.floor(Date.now() / 1000) > second);
  await createStream("Anew");
  await put("Anew", "new");
  await run({ live }, memory);
  await eventually(() => seen.length === 2);
  expect(seen).toEqual(["old", "new"]);
  expect(memory.log.map(({ message }) => message)).toContain("The stream is not the one read before");
});
