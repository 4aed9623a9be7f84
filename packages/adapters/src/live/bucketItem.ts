import * as z from "zod";
import { liveBucketSchema, type BucketKey, type LiveBucket } from "@doorbuster/core/metrics/liveBucket";
import type { LiveReading } from "@doorbuster/core/metrics/liveStore";
import { pack, unpack } from "../dynamo/packed.ts";

/**
 * A bucket as an item of the table Metrics. Its three parts are compressed JSON: they are written whole with every batch,
 * and DynamoDB bills and limits bytes. They stand apart because those who look at numbers need not fetch which events
 * are in them.
 *
 * An item must stay below 400 kB. A shard of the event stream takes at most 1,000 records a second (Kinesis quotas), so
 * with a slice for every shard a bucket holds some 5,000 events, about 40 kB. A burst may queue before the stream and
 * still fall into one slot of event time: the test beside this file puts in eight times as many, which fit.
 *
 * Each slice has a partition key of its own, because a partition takes 1,000 write units a second, and readers name every
 * bucket that they want. The first slice's is the slot alone: where there is one slice there is nothing to tell apart.
 */
const itemSchema = z.object({
  slot: z.string(),
  slice: z.string(),
  version: z.int(),
  numbers: z.instanceof(Uint8Array),
  records: z.instanceof(Uint8Array),
  counted: z.instanceof(Uint8Array),
});

/** The attributes that a reader needs. */
export const numbersAttributes = ["slot", "slice", "version", "numbers"] as const;
export const readingAttributes = [...numbersAttributes, "records"] as const;
const readingItemSchema = itemSchema.omit({ counted: true });

const { numbers: numbersSchema, records: recordsSchema, counted: countedSchema } = liveBucketSchema.shape;

/**
 * How long a bucket is kept: a year and a month, so that a day can be held against the same day a year ago. The ids live
 * as long as the numbers they guard, since a republished event may be of any age.
 */
const keepSeconds = 400 * 24 * 60 * 60;

export function keyOf({ slot, slice }: BucketKey) {
  return { slot: slice === 0 ? slot : `${slot}#${slice}`, slice: String(slice) };
}

export function keyFrom(item: Readonly<Record<string, unknown>>): BucketKey {
  const [slot = ""] = String(item["slot"]).split("#");
  return { slot, slice: Number(item["slice"]) };
}

export function itemOf(bucket: LiveBucket): Record<string, unknown> {
  const { version, numbers, counted, records } = bucket;
  return {
    ...keyOf(bucket),
    version,
    numbers: pack(numbers),
    records: pack(records),
    counted: pack(counted),
    expiresAt: Math.floor(Date.parse(bucket.slot) / 1000) + keepSeconds,
  };
}

export function bucketFrom(item: unknown): LiveBucket {
  const { counted } = itemSchema.parse(item);
  return { ...readingFrom(item), counted: unpack(counted, countedSchema) };
}

export function readingFrom(item: unknown): LiveReading {
  const { records } = readingItemSchema.parse(item);
  return { ...numbersReadingFrom(item), records: unpack(records, recordsSchema) };
}

export function numbersReadingFrom(item: unknown): Omit<LiveReading, "records"> {
  const { slot, slice, version, numbers } = readingItemSchema.omit({ records: true }).parse(item);
  return { ...keyFrom({ slot, slice }), version, numbers: unpack(numbers, numbersSchema) };
}

/** The numbers alone of an item, or of a projection that holds no more. */
export function numbersFromItem(item: unknown) {
  return unpack(itemSchema.pick({ numbers: true }).parse(item).numbers, numbersSchema);
}
