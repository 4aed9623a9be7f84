import { zstdDecompressSync } from "node:zlib";
import { parquetReadObjects } from "hyparquet";
import { expect, test } from "vitest";
import { anEvent } from "@doorbuster/core/metrics/testing";
import type { LakeRecord } from "./eventSchema.ts";
import { encodeParquet } from "./parquet.ts";

const record = (changes: Parameters<typeof anEvent>[0] = {}): LakeRecord => ({
  event: anEvent(changes),
  shardId: "shardId-000000000000",
  sequenceNumber: "49590338271490256608559692538361571095921575989136588898",
  arrivedAt: Date.parse("2026-11-27T09:00:00.731Z"),
});

async function rowsOf(file: Uint8Array) {
  const { buffer, byteOffset, byteLength } = file;
  return parquetReadObjects({
    file: (buffer as ArrayBuffer).slice(byteOffset, byteOffset + byteLength),
    compressors: { ZSTD: (bytes) => zstdDecompressSync(bytes) },
  });
}

test("every field of an event is in its row, to the millisecond and the penny", async () => {
  const lines = [
    { sku: "A", quantity: 2, unitPriceMinor: 1_999 },
    { sku: "B", quantity: 1, unitPriceMinor: 9_007_199_254_740_991 },
  ];
  const [row] = await rowsOf(encodeParquet([record({ lines, totalMinor: 9_007_199_254_740_991, units: 3 })]));
  const event = anEvent();
  expect(row).toEqual({
    event_id: event.id,
    order_id: event.orderId,
    seq: 2,
    type: "order.confirmed",
    occurred_at: new Date(event.at),
    placed_at: new Date(event.placedAt),
    arrived_at: new Date("2026-11-27T09:00:00.731Z"),
    trace_id: event.traceId,
    currency: "GBP",
    total_minor: 9_007_199_254_740_991n,
    units: 3,
    lines: [
      { sku: "A", quantity: 2, unit_price_minor: 1_999n },
      { sku: "B", quantity: 1, unit_price_minor: 9_007_199_254_740_991n },
    ],
    country: "GB",
    guest: true,
    decline_code: null,
    refund_minor: null,
  });
});

test("rows differ in what they leave out and in how many lines they have", async () => {
  const rows = await rowsOf(
    encodeParquet([
      record({ type: "order.declined", declineCode: "insufficient_funds" }),
      record({ seq: 3, lines: [], type: "payment.refunded", refundMinor: 250 }),
      record({
        seq: 4,
        lines: Array.from({ length: 90 }, (_, i) => ({ sku: `S${i}`, quantity: 1, unitPriceMinor: 5 })),
      }),
    ]),
  );
  expect(rows.map((row) => row["decline_code"])).toEqual(["insufficient_funds", null, null]);
  expect(rows.map((row) => row["refund_minor"])).toEqual([null, 250n, null]);
  expect(rows.map((row) => (row["lines"] as unknown[]).length)).toEqual([1, 0, 90]);
});

test("the same records give the same bytes, so that a batch written again overwrites itself", () => {
  const records = [record(), record({ seq: 3 })];
  expect(encodeParquet(records)).toEqual(encodeParquet(records));
});
