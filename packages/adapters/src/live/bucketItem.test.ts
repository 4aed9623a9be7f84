import { expect, test } from "vitest";
import { count, emptyBucket, slotMs } from "@doorbuster/core/metrics/liveBucket";
import { anEvent } from "@doorbuster/core/metrics/testing";
import { base32 } from "@doorbuster/core/ids";
import { toItem } from "../dynamo/items.ts";
import { bucketFrom, itemOf, readingFrom } from "./bucketItem.ts";

const slot = "2026-11-27T09:00:00.000Z";
const now = Date.parse("2026-11-27T09:00:11.000Z");

/** Ids as random as real ones, or they would compress as no real ones do; from a seed, so that every run is the same. */
function ids(seed: number): () => string {
  let state = seed;
  const byte = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  };
  return () => `ord_${base32(Uint8Array.from({ length: 15 }, byte), 24)}`;
}

/** Events of `orders` orders within one slot, three each, over a catalogue of 4,000 products. */
function fullSlot(orders: number) {
  const nextId = ids(7);
  return Array.from({ length: orders }, (_, n) => {
    const orderId = nextId();
    const lines = [0, 1, 2, 3].map((i) => ({
      sku: `SKU-${String((n * 4 + i) % 4_000).padStart(8, "0")}`,
      quantity: 1 + (n % 7),
      unitPriceMinor: 100 + n,
    }));
    return (["order.placed", "order.confirmed", "payment.captured"] as const).map((type, i) =>
      anEvent({
        orderId,
        seq: i + 1,
        type,
        at: new Date(Date.parse(slot) + ((n * 37 + i * 211) % slotMs)).toISOString(),
        totalMinor: (n * 7_919) % 90_000,
        units: 4,
        lines,
      }),
    );
  }).flat();
}

test("what goes into an item comes out of it", () => {
  const bucket = count(emptyBucket({ slot, slice: 3 }), fullSlot(20), now);
  expect(bucketFrom(itemOf(bucket))).toEqual(bucket);
  const { counted: _, ...reading } = bucket;
  expect(readingFrom(itemOf(bucket))).toEqual(reading);
});

test("eight times what a shard of the stream can feed within a slot fits into one item", () => {
  const perShard = (slotMs / 1_000) * 1_000; // Kinesis: 1,000 records a second
  const events = fullSlot((8 * perShard) / 3);
  const bucket = count(emptyBucket({ slot, slice: 0 }), events, now);
  const bytes = Object.values(toItem(itemOf(bucket))).reduce((sum, { B }) => sum + (B?.byteLength ?? 0), 0);
  expect(bytes).toBeLessThan(400_000 - 1_000);
});

test("a bucket outlives the year that it may be compared with", () => {
  const { expiresAt } = itemOf(emptyBucket({ slot, slice: 0 }));
  expect(new Date(Number(expiresAt) * 1000).toISOString()).toBe("2028-01-01T09:00:00.000Z");
});
