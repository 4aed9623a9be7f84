import type { SQSEvent } from "aws-lambda";
import { afterAll, expect, test, vi } from "vitest";

import { eventually } from "../testing/eventually.ts";
import { startQueues } from "../testing/queues.ts";
import { sample, shape } from "../testing/sample.ts";
import { fromQueue, makeRunner } from "../testing/sources.ts";

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 }); // real processes, on a machine that may be busy

const queues = await startQueues();
const { createQueue, send, depth } = queues;
const { run, stop } = makeRunner({ sqs: queues.sqs }, queues.url);
afterAll(async () => {
  await stop();
  await queues.stop();
});

test.concurrent("messages arrive in AWS's documented form and are deleted when handled", async () => {
  await createQueue("Shape");
  await send("Shape", "one", "two");
  const events: SQSEvent[] = [];
  const sources = await run({ email: [fromQueue("Shape"), (event: SQSEvent) => void events.push(event)] });
  await eventually(() => !sources.first().behind);
  expect(sources.first().delivered).toBe(2);
  const maps = ["messageAttributes"];
  expect(shape(events[0], maps)).toEqual(shape(sample("sqs"), maps));
  expect(events[0]?.Records[0]).toMatchObject({
    body: "one",
    eventSourceARN: "arn:aws:sqs:us-east-1:000000000000:Shape",
    messageAttributes: { type: { stringValue: "order.confirmed", dataType: "String" } },
  });
  expect(depth("Shape")).toBe(0);
});

test.concurrent("only what was handled is deleted; what failed is delivered again by its queue", async () => {
  await createQueue("Partial", { VisibilityTimeout: "1" });
  await send("Partial", "good", "bad");
  const deliveries: string[] = [];
  const consume = (event: SQSEvent) => {
    deliveries.push(
      ...event.Records.map(({ body, attributes }) => `${body} ${attributes.ApproximateReceiveCount}`),
    );
    const bad = event.Records.filter(
      ({ body, attributes }) => body === "bad" && attributes.ApproximateReceiveCount === "1",
    );
    return { batchItemFailures: bad.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  };
  const sources = await run({ email: [fromQueue("Partial"), consume] });
  await eventually(() => sources.first().delivered === 2);
  expect(deliveries).toEqual(["good 1", "bad 1", "bad 2"]);
  expect(depth("Partial")).toBe(0);
});

test.concurrent("a function that fails has nothing deleted", async () => {
  await createQueue("Failing", { VisibilityTimeout: "1" });
  await send("Failing", "one", "two");
  const counts: string[] = [];
  const consume = (event: SQSEvent) => {
    counts.push(...event.Records.map(({ attributes }) => attributes.ApproximateReceiveCount));
    if (counts.length <= 2) throw new Error("down");
  };
  const sources = await run({ email: [fromQueue("Failing"), consume] });
  await eventually(() => sources.first().consecutiveFailures === 1);
  expect(depth("Failing")).toBe(2);
  await eventually(() => sources.first().delivered === 2);
  expect(counts).toEqual(["1", "1", "2", "2"]);
});

test.concurrent("a batching window gathers more than one receive can bring", async () => {
  await createQueue("Window");
  for (const tens of [1, 2])
    await send("Window", ...Array.from({ length: 10 }, (_, index) => `${tens}${index}`));
  const sizes: number[] = [];
  const trigger = fromQueue("Window", { batchSize: 20, maximumBatchingWindowSeconds: 60 });
  await run({ email: [trigger, (event: SQSEvent) => void sizes.push(event.Records.length)] });
  await eventually(() => sizes.length === 1);
  expect(sizes).toEqual([20]);
});

test.concurrent("never runs more batches at a time than it may, and runs that many", async () => {
  await createQueue("Concurrency");
  await send("Concurrency", "a", "b", "c", "d", "e", "f", "g", "h");
  let inFlight = 0;
  let most = 0;
  const waiting: (() => void)[] = [];
  const consume = async () => {
    inFlight += 1;
    most = Math.max(most, inFlight);
    await new Promise<void>((resolve) => waiting.push(resolve));
    inFlight -= 1;
  };
  const trigger = fromQueue("Concurrency", { batchSize: 1, maximumConcurrency: 3 });
  const sources = await run({ capture: [trigger, consume] });
  await eventually(() => waiting.length === 3);
  expect(sources.first().inFlight).toBe(3);
  await eventually(() => {
    waiting.shift()?.();
    return sources.first().delivered === 8;
  });
  expect(most).toBe(3);
});
