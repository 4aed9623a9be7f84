import * as fc from "fast-check";
import { expect, test } from "vitest";
import { available, deal, plan } from "./shards.ts";

const levels = fc.array(fc.nat({ max: 50 }), { minLength: 1, maxLength: 20 });
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

test("a plan takes exactly what is asked for, from each shard once and never more than it has", () => {
  fc.assert(
    fc.property(levels, fc.integer({ min: 1, max: 400 }), random, (shards, quantity, chance) => {
      const takes = plan("A", quantity, shards, () => chance);
      expect(takes !== undefined).toBe(available(shards) >= quantity);
      if (!takes) return;
      expect(takes.reduce((total, take) => total + take.quantity, 0)).toBe(quantity);
      expect(new Set(takes.map((take) => take.shard)).size).toBe(takes.length);
      for (const take of takes) expect(take.quantity).toBeLessThanOrEqual(shards[take.shard] ?? 0);
    }),
  );
});

test("the last unit is found, whichever shard holds it", () => {
  expect(plan("A", 1, [0, 0, 1, 0], () => 0.99)).toEqual([{ sku: "A", shard: 2, quantity: 1 }]);
});

test("new stock is dealt out whole and evenly", () => {
  fc.assert(
    fc.property(fc.nat({ max: 1_000_000 }), fc.integer({ min: 1, max: 98 }), (quantity, shards) => {
      const dealt = deal(quantity, shards);
      expect(available(dealt)).toBe(quantity);
      expect(Math.max(...dealt) - Math.min(...dealt)).toBeLessThanOrEqual(1);
    }),
  );
});
