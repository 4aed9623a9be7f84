import { fileURLToPath } from "node:url";

import type { DynamoDBStreamEvent, KinesisStreamEvent } from "aws-lambda";
import { afterAll, afterEach, expect, test, vi } from "vitest";

import { startFunction } from "../process/process.ts";
import { eventually } from "../testing/eventually.ts";
import { fromStream, fromTable, makeRunner } from "../testing/sources.ts";
import { startStreams, texts } from "../testing/streams.ts";
import { sortKeys, startTables } from "../testing/tables.ts";

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 }); // real processes, on a machine that may be busy

const [tables, streams] = await Promise.all([startTables(), startStreams()]);
const { dynamodbStreams } = tables;
const { run, stop } = makeRunner({ dynamodbStreams, kinesis: streams.kinesis }, (queue) => queue);
afterEach(stop);
afterAll(() => Promise.all([tables.kill(), streams.kill()]));

test("an outage of the services is waited out, and told once when it begins and once when it ends", async () => {
  await tables.createTable("Outage");
  await streams.createStream("Outage");
  const seen: (string | undefined)[] = [];
  const sources = await run({
    publish: [fromTable("Outage"), (event: DynamoDBStreamEvent) => void seen.push(...sortKeys(event))],
    live: [fromStream("Outage"), (event: KinesisStreamEvent) => void seen.push(...texts(event))],
  });
  await tables.put("Outage", "event#1");
  await streams.put("Outage", "one");
  await eventually(() => seen.length === 2);

  await Promise.all([tables.kill(), streams.kill()]);
  const told = (message: string) => sources.log.filter((entry) => entry.message === message).length;
  await eventually(() => told("The event source does not answer; waiting for it") === 2);
  await Promise.all([tables.start(), streams.start()]);
  await tables.put("Outage", "event#2");
  await streams.put("Outage", "two");
  await eventually(() => seen.length === 4);
  expect(new Set(seen.slice(2))).toEqual(new Set(["event#2", "two"]));
  await eventually(() => told("The event source answers again") === 2);
  expect(told("The event source does not answer; waiting for it")).toBe(2);
});

test("services that are not there yet are waited for", async () => {
  await streams.kill();
  const seen: string[] = [];
  const sources = await run({
    live: [fromStream("Later"), (event: KinesisStreamEvent) => void seen.push(...texts(event))],
  });
  await eventually(() => sources.log.length === 1);
  expect(sources.first()).toMatchObject({ behind: true, idleAt: null });
  await streams.start();
  await streams.createStream("Later");
  await streams.put("Later", "one");
  await eventually(() => seen.length === 1);
});

test("a batch that runs out of time is delivered again, to a process that is new", async () => {
  await streams.createStream("Timeout");
  await streams.put("Timeout", "one");
  const lambda = await startFunction({
    name: "live",
    bundle: fileURLToPath(new URL("../testing/probe.ts", import.meta.url)),
    timeoutSeconds: 1,
    memoryMb: 128,
    log: () => {},
  });
  const first = lambda.pid;
  const pids: unknown[] = [];
  const sources = await run({
    live: [
      fromStream("Timeout"),
      async () => {
        const answer = await lambda.invoke({
          do: pids.length === 0 && lambda.pid === first ? "hang" : "echo",
        });
        pids.push((answer as { pid: number }).pid);
      },
    ],
  });
  await eventually(() => sources.first().delivered === 1);
  expect(pids).toEqual([lambda.pid]);
  expect(lambda.pid).not.toBe(first);
  expect(sources.log).toMatchObject([{ message: "A batch failed", errorType: "Sandbox.Timedout" }]);
  await lambda.stop();
});

test("refuses to start on a filter that it does not know", async () => {
  const trigger = fromTable("Orders", { filter: { eventName: [{ wildcard: "*" }] } });
  await expect(run({ publish: [trigger, () => null] })).rejects.toThrow("wildcard");
});
