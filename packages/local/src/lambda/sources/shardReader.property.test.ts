import * as fc from "fast-check";
import { expect, test } from "vitest";

import type { LambdaProcess } from "../process/process.ts";
import { fakeLambda } from "../testing/fakeLambda.ts";
import { memoryRecord, memoryStream } from "../testing/memoryStream.ts";
import { virtualClock } from "../testing/virtualClock.ts";
import type { Checkpoint, Checkpoints } from "./checkpoints.ts";
import { makeRideOut } from "./outage.ts";
import { readShard, shardEnd, type StreamReader } from "./shardReader.ts";
import { newProgress } from "./status.ts";
import { IteratorLost, type StreamService } from "./streamService.ts";

/** What one invocation does; when the list is used up, they succeed. */
type Behaviour = "succeed" | "throw" | "report nonsense" | { readonly reportFrom: number };
/** What one call of the stream service does. */
type Fault = "none" | "outage" | "iterator lost";
/** The reader is asked to stop, or killed, during the invocation of this number. */
type Ending = { readonly during: number; readonly how: "stop" | "kill" };

const world = fc.record({
  records: fc.array(fc.constantFrom("wanted", "wanted", "unwanted", "poison"), {
    minLength: 1,
    maxLength: 40,
  }),
  batchSize: fc.integer({ min: 1, max: 10 }),
  readLimit: fc.integer({ min: 1, max: 10 }),
  windowSeconds: fc.constantFrom(0, 1),
  bisect: fc.boolean(),
  retries: fc.integer({ min: 0, max: 3 }),
  behaviours: fc.array(
    fc.oneof(
      fc.constantFrom<Behaviour>("succeed", "throw", "report nonsense"),
      fc.record({ reportFrom: fc.nat(9) }),
    ),
    { maxLength: 30 },
  ),
  faults: fc.array(fc.constantFrom<Fault>("none", "none", "outage", "iterator lost"), { maxLength: 40 }),
  endings: fc.array(
    fc.record({ during: fc.nat(5), how: fc.constantFrom("stop", "kill") as fc.Arbitrary<"stop"> }),
    {
      maxLength: 4,
    },
  ),
});

interface Delivered {
  readonly sequenceNumber: string;
  readonly kind: string;
}

async function play(given: typeof world extends fc.Arbitrary<infer W> ? W : never) {
  const records = given.records.map((kind, index) => memoryRecord(index, { kind }));
  const settled: string[] = []; // in the order in which they were first delivered or put aside
  const batches: string[][] = [];
  const positions: string[] = [];
  const behaviours: Behaviour[] = [...given.behaviours];
  const faults: Fault[] = [...given.faults];
  let stored: Checkpoint | undefined;

  const settle = (sequenceNumbers: readonly string[]) => {
    for (const one of sequenceNumbers) if (!settled.includes(one)) settled.push(one);
  };
  const service = memoryStream(records, {
    readLimit: given.readLimit,
    fault() {
      const fault = faults.shift() ?? "none";
      if (fault === "outage") throw new Error("ECONNREFUSED");
      if (fault === "iterator lost") throw new IteratorLost();
    },
  });

  /** One life of the reader, from the stored position. True when it reached the end of the shard. */
  async function live(ending: Ending | undefined): Promise<boolean> {
    const stopping = new AbortController();
    let killed = false;
    let invocations = 0;
    const checkpoints: Checkpoints = {
      get: () => stored,
      set(_key, checkpoint) {
        if (killed) return;
        stored = checkpoint;
        positions.push(checkpoint.position);
        checkBehind(checkpoint.position);
      },
      close() {},
    };
    const lambda = fakeLambda("consumer", (event: { Records: Delivered[] }) => {
      if (invocations === ending?.during) {
        stopping.abort();
        killed = ending.how === "kill";
      }
      invocations += 1;
      return behave(event.Records);
    });
    await readOn(given, service, checkpoints, lambda, stopping.signal, settle, stored);
    return stored?.position === shardEnd;
  }

  function behave(delivered: readonly Delivered[]): unknown {
    const sequenceNumbers = delivered.map(({ sequenceNumber }) => sequenceNumber);
    batches.push(sequenceNumbers);
    expect(delivered.every(({ kind }) => kind !== "unwanted")).toBe(true);
    const behaviour = behaviours.shift() ?? "succeed";
    const poisoned = delivered.findIndex(({ kind }) => kind === "poison");
    if (typeof behaviour === "object") {
      const from = Math.min(
        behaviour.reportFrom,
        sequenceNumbers.length - 1,
        poisoned < 0 ? Infinity : poisoned,
      );
      settle(sequenceNumbers.slice(0, from));
      return {
        batchItemFailures: sequenceNumbers
          .slice(from)
          .map((itemIdentifier) => ({ itemIdentifier }))
          .reverse(),
      };
    }
    if (behaviour === "throw" || poisoned >= 0) throw new Error("no");
    if (behaviour === "report nonsense") return { batchItemFailures: [{ itemIdentifier: "" }] };
    settle(sequenceNumbers);
    return null;
  }

  function checkBehind(position: string): void {
    for (const [index, { sequenceNumber }] of records.entries()) {
      if (given.records[index] === "unwanted" || (position !== shardEnd && sequenceNumber > position))
        continue;
      expect(settled, `position ${position} is past ${sequenceNumber}`).toContain(sequenceNumber);
    }
  }

  let ended = false;
  for (const ending of [...given.endings, undefined]) ended ||= await live(ending);
  return { ended, settled, batches, positions };
}

async function readOn(
  given: { batchSize: number; windowSeconds: number; bisect: boolean; retries: number },
  service: StreamService,
  checkpoints: Checkpoints,
  lambda: LambdaProcess,
  signal: AbortSignal,
  settle: (sequenceNumbers: string[]) => void,
  stored: Checkpoint | undefined,
): Promise<void> {
  const clock = virtualClock();
  const random = () => 0.5;
  const log = () => {};
  const about = { function: "consumer", source: "Stream", clock, random, log };
  const reader: StreamReader = {
    ...about,
    service,
    checkpoints,
    rules: {
      batchSize: given.batchSize,
      maximumBatchingWindowSeconds: given.windowSeconds,
      startingPosition: "TRIM_HORIZON",
      bisectBatchOnFunctionError: given.bisect,
      maximumRetryAttempts: given.retries,
      maximumRecordAgeSeconds: -1,
      onFailure: "StreamFailures",
    },
    matches: (record) => (record as Delivered).kind !== "unwanted",
    lambda: () => lambda,
    giveWay: () => Promise.resolve(),
    rideOut: makeRideOut(about),
    async sendFailure(record) {
      const { KinesisBatchInfo: range } = record as { KinesisBatchInfo: Record<string, string> };
      const [first, last] = [Number(range["startSequenceNumber"]), Number(range["endSequenceNumber"])];
      settle(
        Array.from({ length: last - first + 1 }, (_, index) => memoryRecord(first + index).sequenceNumber),
      );
    },
  };
  const stream = await service.describe(signal);
  const start = stored === undefined ? "TRIM_HORIZON" : { after: stored.position };
  const reading = { stream, shard: "shard-1", start, progress: newProgress(), signal } as const;
  await readShard(reader, reading).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}

test("whatever fails: every record is delivered or put aside, in order, and the position never passes one that is not", async () => {
  await fc.assert(
    fc.asyncProperty(world, async (given) => {
      const { ended, settled, batches, positions } = await play(given);
      expect(ended).toBe(true);
      const wanted = given.records.flatMap((kind, index) =>
        kind === "unwanted" ? [] : [memoryRecord(index).sequenceNumber],
      );
      const ours = settled.filter((one) => wanted.includes(one));
      expect(ours).toEqual(wanted);
      expect(positions.slice(0, -1)).toEqual(positions.slice(0, -1).toSorted());
      expect(positions.at(-1)).toBe(shardEnd);
      for (const batch of batches) {
        expect(batch.length).toBeLessThanOrEqual(given.batchSize);
        expect(batch).toEqual(batch.toSorted());
      }
    }),
    { numRuns: 300, verbose: true },
  );
}, 30_000);
