import * as fc from "fast-check";
import { expect, test } from "vitest";

import { memoryRecord, memoryStream } from "../testing/memoryStream.ts";
import { sharedStream } from "./sharedStream.ts";
import { IteratorLost, type StreamRecord, type StreamService } from "./streamService.ts";

const shard = { streamArn: "arn:memory", shard: "shard-1" };
const { signal } = new AbortController();

/** One function's reading: where it stands, and what it has. */
function reader(service: StreamService, from: number) {
  const seen: string[] = [];
  let iterator: string | undefined;
  let ended = false;
  return {
    seen,
    hasEnded: () => ended,
    async step(limit: number): Promise<void> {
      if (ended) return;
      const last = seen.at(-1) ?? (from > 0 ? memoryRecord(from - 1).sequenceNumber : undefined);
      try {
        iterator ??= await service.open(shard, last === undefined ? "TRIM_HORIZON" : { after: last }, signal);
        const page = await service.read(shard, iterator, limit, signal);
        seen.push(...page.records.map(({ sequenceNumber }) => sequenceNumber));
        iterator = page.next;
        ended = page.next === undefined;
      } catch (error) {
        if (!(error instanceof IteratorLost)) throw error;
        iterator = undefined;
      }
    },
  };
}

test("every reader gets every record once and in order, whoever reads first, however far apart they stand", async () => {
  const world = fc.record({
    count: fc.integer({ min: 1, max: 60 }),
    from: fc.tuple(fc.nat(59), fc.nat(59), fc.nat(59)),
    // In each step some of the three read, all at the same moment.
    steps: fc.array(fc.record({ who: fc.subarray([0, 1, 2]), limit: fc.integer({ min: 1, max: 12 }) })),
    lost: fc.array(fc.boolean(), { maxLength: 20 }),
  });
  await fc.assert(
    fc.asyncProperty(world, async ({ count, from, steps, lost }) => {
      const records = Array.from({ length: count }, (_, index) => memoryRecord(index));
      const fault = () => {
        if (lost.pop() === true) throw new IteratorLost();
      };
      const service = sharedStream(memoryStream(records, { fault }));
      const readers = from.map((start) => reader(service, Math.min(start, count - 1)));
      for (const { who, limit } of steps)
        await Promise.all(who.map(async (index) => readers[index]?.step(limit)));
      for (const one of readers) while (!one.hasEnded()) await one.step(5);
      for (const [index, one] of readers.entries()) {
        const start = Math.min(from[index] ?? 0, count - 1);
        expect(one.seen).toEqual(records.slice(start).map(({ sequenceNumber }) => sequenceNumber));
      }
    }),
  );
});

test("a reader that follows another asks the stream for nothing that the other has read", async () => {
  const records = Array.from({ length: 20 }, (_, index) => memoryRecord(index));
  let reads = 0;
  const stream = memoryStream(records);
  const counted: StreamService = {
    ...stream,
    read: (...args) => {
      reads += 1;
      return stream.read(...args);
    },
  };
  const service = sharedStream(counted);
  const [first, second] = [reader(service, 1), reader(service, 1)];
  for (let page = 0; page < 4; page++) {
    await first.step(5);
    await second.step(5);
  }
  expect(second.seen).toEqual(first.seen);
  expect(reads).toBe(4);
});

test("what has not come yet is asked for by each reader itself", async () => {
  const records: StreamRecord[] = [];
  const service = sharedStream({
    ...memoryStream(records),
    read: async (_shard, iterator) => {
      const page = records.slice(Number(iterator));
      return { records: page, next: String(records.length), atTip: true };
    },
  });
  const [first, second] = [reader(service, 0), reader(service, 0)];
  await first.step(5);
  records.push(memoryRecord(0));
  await second.step(5);
  await first.step(5);
  expect(second.seen).toEqual(["000000"]);
  expect(first.seen).toEqual(["000000"]);
});
