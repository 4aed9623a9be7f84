import * as z from "zod";
import { idPosition, positionBits } from "../ids.ts";
import { isoTime } from "../ports.ts";
import { addEvent, liveNumbersSchema, numbersFrom } from "./liveNumbers.ts";
import { orderEventSchema, type OrderEvent } from "./orderEvent.ts";
import { slicesOf, type SlicePlan } from "./slicePlan.ts";

/**
 * How much event time one bucket holds. A bucket is written whole with every batch that touches it: a longer slot costs
 * more bytes a write, a shorter one more writes a batch.
 */
export const slotMs = 5_000;

/**
 * Settled orders are kept one by one up to this many a slot (400 a second), after that they are only counted: no eye
 * follows more, and a bucket must fit into one DynamoDB item. Of several slices each keeps its share.
 */
export const recordsMax = 2_000;

/** What settles an order: the live screen shows each as it arrives. */
const settled: ReadonlySet<OrderEvent["type"]> = new Set([
  "order.confirmed",
  "order.declined",
  "order.expired",
  "order.cancelled",
]);

/** One settled order as the live screen shows it. `id` is the event id, by which a screen knows what it has. */
export const liveRecordSchema = orderEventSchema
  .pick({
    id: true,
    orderId: true,
    type: true,
    at: true,
    totalMinor: true,
    currency: true,
    units: true,
    country: true,
  })
  .extend({ countedAt: z.iso.datetime() });
export type LiveRecord = z.infer<typeof liveRecordSchema>;

/**
 * One slot of event time × one hash slice of the orders: the numbers, and which events are in them. Both are written
 * together under one version condition, and so an event counts once, however often and by whomever it is delivered.
 *
 * `counted` holds whole order ids with their sequence numbers, not hashes: nothing can collide, and the few events that
 * an order has within a slot share one id.
 */
export const liveBucketSchema = z.object({
  /** Start of the slot, UTC. */
  slot: z.iso.datetime(),
  slice: z.int().min(0),
  /** Raised by one with every write; 0 was never written. */
  version: z.int().min(0),
  numbers: liveNumbersSchema,
  /** By order id, the sequence numbers counted. */
  counted: z.record(z.string(), z.array(z.int())),
  /** In the order in which they were counted; only ever appended to. */
  records: z.array(liveRecordSchema),
});
export type LiveBucket = z.infer<typeof liveBucketSchema>;

export type BucketKey = Pick<LiveBucket, "slot" | "slice">;

/** The start of the slot that a moment lies in. @param ms since the epoch */
export function slotOf(ms: number): string {
  return isoTime(Math.floor(ms / slotMs) * slotMs);
}

/**
 * Where an event is counted. All events of an order that fall into a slot meet in one slice. A slice is a range of the ids,
 * as a shard of the stream is (`kinesisPublisher.ts`): with as many slices as shards, or a multiple, each is fed by one shard.
 */
export function bucketKeyOf(event: OrderEvent, plan: SlicePlan): BucketKey {
  const slot = slotOf(Date.parse(event.at));
  const slice = Math.floor((idPosition(event.orderId) * slicesOf(slot, plan)) / 2 ** positionBits);
  return { slot, slice };
}

export function emptyBucket({ slot, slice }: BucketKey): LiveBucket {
  return { slot, slice, version: 0, numbers: numbersFrom(), counted: {}, records: [] };
}

/**
 * The bucket with the events that it did not hold yet, and the next version; the very same bucket when it holds them
 * all. Pure.
 *
 * @param countedAt milliseconds since the epoch
 * @param slices of the slot, which share what is recorded one by one
 */
export function count(
  bucket: LiveBucket,
  events: readonly OrderEvent[],
  countedAt: number,
  slices = 1,
): LiveBucket {
  const counted = Object.assign(Object.create(null) as LiveBucket["counted"], bucket.counted);
  const fresh = events.filter((event) => {
    const seqs = counted[event.orderId] ?? [];
    if (seqs.includes(event.seq)) return false;
    counted[event.orderId] = [...seqs, event.seq];
    return true;
  });
  if (fresh.length === 0) return bucket;
  const numbers = numbersFrom(bucket.numbers);
  for (const event of fresh) addEvent(numbers, event, countedAt);
  const arrivals = fresh.filter(({ type }) => settled.has(type)).map((event) => recordOf(event, countedAt));
  return {
    ...bucket,
    version: bucket.version + 1,
    numbers,
    counted,
    records: [...bucket.records, ...arrivals].slice(0, Math.ceil(recordsMax / slices)),
  };
}

function recordOf(event: OrderEvent, countedAt: number): LiveRecord {
  const { id, orderId, type, at, totalMinor, currency, units, country } = event;
  return { id, orderId, type, at, totalMinor, currency, units, country, countedAt: isoTime(countedAt) };
}
