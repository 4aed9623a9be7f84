import type { Clock, Random } from "../ports.ts";
import { bucketKeyOf, count, emptyBucket, type BucketKey } from "./liveBucket.ts";
import type { LiveStore } from "./liveStore.ts";
import type { OrderEvent } from "./orderEvent.ts";
import { slicesOf, type SlicePlan } from "./slicePlan.ts";
import { total } from "./tally.ts";

export interface CountDeps {
  readonly store: LiveStore;
  readonly clock: Clock;
  readonly random: Random;
  /** Into how many slices slots are cut. */
  readonly plan: SlicePlan;
}

export interface CountOutcome {
  readonly counted: number;
  /** Events that had been counted before, or twice in this batch. */
  readonly duplicates: number;
  /** Events that could not be counted now: the caller must bring them again. */
  readonly failed: readonly OrderEvent[];
  /** Why, of the first bucket that failed. */
  readonly error?: unknown;
}

/** Buckets written at once: a batch that catches up spans many slots, and one process has 64 connections. */
const concurrency = 8;
/** Lost races before a bucket is given up for this delivery. */
const maxAttempts = 10;
const backoffMs = { first: 10, most: 500 };

/**
 * Counts a batch, each event once for all time: repeating it, whole or in part, changes nothing. Buckets fail on their
 * own; the rest of the batch is counted all the same.
 */
export async function countEvents(deps: CountDeps, events: readonly OrderEvent[]): Promise<CountOutcome> {
  const groups = Map.groupBy(events, (event) => {
    const { slot, slice } = bucketKeyOf(event, deps.plan);
    return `${slot}#${slice}`;
  });
  const outcomes: CountOutcome[] = [];
  const waiting = groups.values();
  const worker = async () => {
    // All workers draw from one iterator, so each group is counted by one of them.
    for (const group of waiting) outcomes.push(await countGroup(deps, group));
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  const error = outcomes.find((outcome) => outcome.error !== undefined)?.error;
  return {
    counted: outcomes.reduce((sum, { counted }) => sum + counted, 0),
    duplicates: outcomes.reduce((sum, { duplicates }) => sum + duplicates, 0),
    failed: outcomes.flatMap(({ failed }) => failed),
    ...(error !== undefined && { error }),
  };
}

/** Events of one bucket. */
async function countGroup(deps: CountDeps, group: readonly OrderEvent[]): Promise<CountOutcome> {
  const [first] = group;
  if (!first) return { counted: 0, duplicates: 0, failed: [] };
  try {
    const counted = await countInto(deps, bucketKeyOf(first, deps.plan), group);
    return { counted, duplicates: group.length - counted, failed: [] };
  } catch (error) {
    return { counted: 0, duplicates: 0, failed: group, error };
  }
}

/**
 * Two consumers, one bucket:
 *
 *   A: get v7                   B: get v7
 *   A: put v8 if v7 → written
 *                               B: put v8 if v7 → refused; nothing of B's is in
 *                               B: get v8, put v9 if v8 → written, with what A had counted left out
 *
 * A put whose answer got lost is repeated by the SDK and refused; the bucket read again holds every event, and that is
 * the end of it (its events are then reported as duplicates). Answers how many events this call counted.
 */
async function countInto(deps: CountDeps, key: BucketKey, events: readonly OrderEvent[]): Promise<number> {
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const bucket = (await deps.store.get(key)) ?? emptyBucket(key);
    const next = count(bucket, events, deps.clock.now(), slicesOf(key.slot, deps.plan));
    if (next === bucket) return 0;
    if (await deps.store.put(next)) return total(next.numbers.counts) - total(bucket.numbers.counts);
    const ceiling = Math.min(backoffMs.most, backoffMs.first * 2 ** attempt);
    await deps.clock.sleep(deps.random() * ceiling);
  }
  throw new Error(`bucket ${key.slot}#${key.slice} lost ${maxAttempts} races`);
}
