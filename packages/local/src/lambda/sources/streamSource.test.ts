import { afterEach, expect, test } from "vitest";

import type { LogEntry } from "../log.ts";
import { eventually } from "../testing/eventually.ts";
import { fakeLambda } from "../testing/fakeLambda.ts";
import { memoryRecord } from "../testing/memoryStream.ts";
import { virtualClock } from "../testing/virtualClock.ts";
import { openCheckpoints, type Checkpoints } from "./checkpoints.ts";
import { makeRideOut } from "./outage.ts";
import type { StreamReader } from "./shardReader.ts";
import type { Source } from "./status.ts";
import { PositionLost, type Shard, type StreamService } from "./streamService.ts";
import { startStreamSource } from "./streamSource.ts";

/** A stream that a test can split, trim and make anew while it is read. */
interface World {
  generation: string;
  shards: (Shard & { records: string[]; closed: boolean; trimmed: number })[];
}

const open = (id: string, records: string[], parents: string[] = []) => ({
  id,
  parents,
  records,
  closed: false,
  trimmed: 0,
});

function service(world: World): StreamService {
  const find = (id: string) => world.shards.find((shard) => shard.id === id) ?? open(id, []);
  return {
    kind: "stream",
    readLimit: 2,
    describe: async () => ({ arn: "arn:stream", generation: world.generation, shards: [...world.shards] }),
    async open({ shard }, position) {
      const { records, trimmed } = find(shard);
      if (position === "LATEST") return String(records.length);
      if (position === "TRIM_HORIZON") return String(trimmed);
      const next = Number(position.after) + 1;
      if (next < trimmed) throw new PositionLost();
      return String(next);
    },
    async read({ shard }, iterator, limit) {
      const { records, closed } = find(shard);
      const from = Number(iterator);
      const page = records
        .slice(from, from + limit)
        .map((text, index) => ({ ...memoryRecord(from + index, { text }), shard }));
      const next = from + page.length;
      return {
        records: page,
        next: closed && next >= records.length ? undefined : String(next),
        atTip: true,
      };
    },
  };
}

const running: Source[] = [];
afterEach(() => Promise.all(running.splice(0).map((source) => source.stop())));

function start(
  world: World,
  options: Partial<StreamReader> & { handler?: (texts: string[]) => unknown } = {},
) {
  const { handler = () => null, checkpoints = openCheckpoints(":memory:"), ...more } = options;
  const seen: string[] = [];
  const log: LogEntry[] = [];
  const clock = virtualClock();
  const lambda = fakeLambda("live", async (event: { Records: { text: string }[] }) => {
    const texts = event.Records.map(({ text }) => text);
    const result = await handler(texts);
    seen.push(...texts);
    return result;
  });
  const about = {
    function: "live",
    source: "Stream",
    clock,
    random: () => 0.5,
    log: (entry: LogEntry) => void log.push(entry),
  };
  const source = startStreamSource({
    ...about,
    service: service(world),
    rules: {
      batchSize: 100,
      maximumBatchingWindowSeconds: 0,
      startingPosition: "TRIM_HORIZON",
      bisectBatchOnFunctionError: true,
      maximumRetryAttempts: -1,
      maximumRecordAgeSeconds: -1,
      onFailure: "StreamFailures",
    },
    matches: () => true,
    lambda: () => lambda,
    sendFailure: () => Promise.resolve(),
    checkpoints,
    giveWay: () => Promise.resolve(),
    rideOut: makeRideOut(about),
    ...more,
  });
  running.push(source);
  return { source, seen, messages: () => log.map(({ message }) => message) };
}

const atRest = (source: Source) => eventually(() => !source.status().behind);

test("a merged shard waits for both of its parents", async () => {
  const left = open("left", ["l1", "l2", "l3"]);
  const right = open("right", ["r1"]);
  const world: World = {
    generation: "1",
    shards: [open("child", ["c1"], ["left", "right"]), left, right],
  };
  const { source, seen } = start(world);
  await eventually(() => seen.length === 4);
  expect(seen).not.toContain("c1");
  expect(source.status()).toMatchObject({ behind: true, delivered: 4 });
  left.closed = true;
  right.closed = true;
  await eventually(() => seen.includes("c1"));
  await atRest(source);
  expect(seen).toHaveLength(5);
});

test("a shard whose parents have left the stream is read", async () => {
  const { source, seen } = start({ generation: "1", shards: [open("child", ["c1"], ["long gone"])] });
  await atRest(source);
  expect(seen).toEqual(["c1"]);
});

test("LATEST begins at the tip of the first shards and at the beginning of later ones", async () => {
  const first = open("first", ["old"]);
  const world: World = { generation: "1", shards: [first] };
  const { source, seen } = start(world, {
    rules: {
      batchSize: 10,
      maximumBatchingWindowSeconds: 0,
      startingPosition: "LATEST",
      bisectBatchOnFunctionError: false,
      maximumRetryAttempts: 0,
      maximumRecordAgeSeconds: -1,
      onFailure: "StreamFailures",
    },
  });
  await atRest(source);
  first.records.push("new");
  first.closed = true;
  world.shards.push(open("second", ["after the split"], ["first"]));
  await eventually(() => seen.length === 2);
  expect(seen).toEqual(["new", "after the split"]);
});

test("a stream that is made anew while it is read is read from its beginning", async () => {
  const world: World = { generation: "1", shards: [open("shard", ["a", "b"])] };
  const { source, seen, messages } = start(world);
  await atRest(source);
  world.shards = [open("shard", ["c"])];
  world.generation = "2";
  await eventually(() => seen.length === 3);
  expect(seen).toEqual(["a", "b", "c"]);
  expect(messages()).toContain("The stream was made anew");
});

test("a position that was trimmed away starts over at the oldest record, and the log says so", async () => {
  const shard = { ...open("shard", ["a", "b", "c", "d"]), trimmed: 3 };
  const checkpoints = openCheckpoints(":memory:");
  checkpoints.set({ function: "live", source: "Stream", shard: "shard" }, { generation: "1", position: "0" });
  const { source, seen, messages } = start({ generation: "1", shards: [shard] }, { checkpoints });
  await atRest(source);
  expect(seen).toEqual(["d"]);
  expect(messages()).toContain("The position is no longer in the stream; reading from its beginning");
});

test("a reader that breaks is started again where it left off", async () => {
  const stored = openCheckpoints(":memory:");
  let broken = true;
  const checkpoints: Checkpoints = {
    ...stored,
    set(key, checkpoint) {
      if (broken) throw new Error("disk full");
      stored.set(key, checkpoint);
    },
  };
  const { source, seen, messages } = start(
    { generation: "1", shards: [open("shard", ["a"])] },
    { checkpoints },
  );
  await eventually(() => messages().includes("A shard reader failed"));
  broken = false;
  await atRest(source);
  expect(seen.slice(0, 2)).toEqual(["a", "a"]);
});

test("a source at its tip is behind again as soon as it has found something, until that is delivered", async () => {
  const shard = open("shard", []);
  let release = () => {};
  const { source } = start(
    { generation: "1", shards: [shard] },
    { handler: () => new Promise<void>((resolve) => (release = resolve)) },
  );
  await atRest(source);
  expect(source.status()).toMatchObject({ pending: 0, delivered: 0 });
  shard.records.push("a");
  await eventually(() => source.status().inFlight === 1);
  expect(source.status()).toMatchObject({ behind: true, idleAt: null, pending: 1 });
  release();
  await atRest(source);
  expect(source.status()).toMatchObject({ pending: 0, delivered: 1 });
});

test("stopping waits for the running batch, keeps its position, and begins no other", async () => {
  const checkpoints = openCheckpoints(":memory:");
  let release = () => {};
  const { source, seen } = start(
    { generation: "1", shards: [open("shard", ["a", "b", "c"])] },
    { checkpoints, handler: () => new Promise<void>((resolve) => (release = resolve)) },
  );
  await eventually(() => source.status().inFlight === 2);
  const stopped = source.stop();
  release();
  await stopped;
  expect(seen).toEqual(["a", "b"]);
  const key = { function: "live", source: "Stream", shard: "shard" };
  expect(checkpoints.get(key)).toEqual({ generation: "1", position: memoryRecord(1).sequenceNumber });
});
