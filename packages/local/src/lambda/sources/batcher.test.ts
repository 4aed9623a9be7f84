import { expect, test } from "vitest";

import { makeBatcher } from "./batcher.ts";

const record = (sequenceNumber: string, bytes = 100) => ({
  sequenceNumber,
  bytes,
  arrivedAtMs: 0,
  shard: "shard-1",
  record: {},
});
const sequence = (batch: readonly { sequenceNumber: string }[] | undefined) =>
  batch?.map(({ sequenceNumber }) => sequenceNumber).join("");

test("without a window what there is goes at once, in batches of the size asked for", () => {
  const batcher = makeBatcher(2, 0);
  for (const name of "abc") batcher.add(record(name), 0);
  expect([batcher.take(0, false), batcher.take(0, false), batcher.take(0, false)].map(sequence)).toEqual([
    "ab",
    "c",
    undefined,
  ]);
});

test("with a window a batch goes when it is full or its first record has waited long enough, or nothing more comes", () => {
  const batcher = makeBatcher(3, 1000);
  batcher.add(record("a"), 0);
  batcher.add(record("b"), 900);
  expect(batcher.take(999, false)).toBeUndefined();
  expect(sequence(batcher.take(1000, false))).toBe("ab");
  for (const name of "cde") batcher.add(record(name), 1000);
  expect(sequence(batcher.take(1000, false))).toBe("cde");
  batcher.add(record("f"), 1000);
  expect(batcher.take(1000, false)).toBeUndefined();
  expect(sequence(batcher.take(1000, true))).toBe("f");
});

test("a batch never passes the limit of an event, even inside the window", () => {
  const batcher = makeBatcher(100, 60_000);
  for (const name of "abc") batcher.add(record(name, 2_500_000), 0);
  expect(sequence(batcher.take(0, false))).toBe("ab");
  expect(batcher.take(0, false)).toBeUndefined();
  expect(batcher.size).toBe(1);
});
