import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  maxStockShards,
  shardCount,
  shardLimits,
  stockShardsFor,
  targetConflictRate,
  touchesPerOrder,
} from "./shardCount.ts";

const rates = fc.double({ min: 0.001, max: 200_000, noNaN: true });

test("the chosen number plans for four fifths of the target conflict rate, and one shard fewer would not", () => {
  const planned = targetConflictRate * 0.8;
  fc.assert(
    fc.property(rates, (rate) => {
      const heldShare = (shards: number) => (rate * touchesPerOrder * shardLimits.heldMs) / 1_000 / shards;
      const shards = shardCount(rate);
      expect(heldShare(shards)).toBeLessThanOrEqual(planned * (1 + 1e-9));
      if (shards > 1) expect(heldShare(shards - 1)).toBeGreaterThan(planned * (1 - 1e-9));
    }),
  );
});

test("where items are held for next to no time, write units decide: 400 attempts a second and shard", () => {
  const quick = { ...shardLimits, heldMs: 0.01 };
  fc.assert(
    fc.property(fc.integer({ min: 1_000, max: 100_000 }), (rate) => {
      const attempts = (rate * touchesPerOrder) / (1 - targetConflictRate);
      expect(attempts / shardCount(rate, quick)).toBeLessThanOrEqual(400);
    }),
  );
});

test("a slow seller has one shard, and no SKU more than one transaction can hold", () => {
  expect(stockShardsFor(1)).toBe(1);
  expect(stockShardsFor(1_000)).toBe(69);
  expect(stockShardsFor(100_000)).toBe(maxStockShards);
});
