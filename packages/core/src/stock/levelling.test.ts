import * as fc from "fast-check";
import { expect, test } from "vitest";
import { gathering, levelling } from "./levelling.ts";
import { available, plan } from "./shards.ts";
import type { ShardChange } from "./store.ts";

const levels = fc.array(fc.nat({ max: 1_000 }), { minLength: 1, maxLength: 97 });
const shards = fc.integer({ min: 1, max: 97 });

/** Applies the moves one after the other, each whole, as the store does: none may take what is not there. */
function moved(before: readonly number[], moves: readonly ShardChange[][]): number[] {
  const after = [...before];
  for (const changes of moves) {
    for (const { shard, units } of changes) after[shard] = (after[shard] ?? 0) + units;
    expect(Math.min(...after.map((level) => level ?? 0))).toBeGreaterThanOrEqual(0);
  }
  return Array.from(after, (level) => level ?? 0);
}

test("levelling loses no unit, leaves none beyond the shards that orders spread over, and evens out the rest", () => {
  fc.assert(
    fc.property(levels, shards, (before, count) => {
      const moves = levelling(before, count);
      const after = moved(before, moves);
      expect(available(after)).toBe(available(before));
      expect(available(after.slice(count))).toBe(0);
      const even = available(before) / count;
      for (let shard = 0; shard < count; shard++) {
        expect(after[shard] ?? 0).toBeGreaterThanOrEqual(Math.floor(Math.floor(even) / 2));
      }
      expect(levelling(after, count)).toEqual([]);
    }),
  );
});

test("gathering pulls what a plan would take from many shards into one, in transactions over few", () => {
  fc.assert(
    fc.property(levels, fc.integer({ min: 1, max: 5_000 }), (before, quantity) => {
      const takes = plan("A", quantity, before, () => 0.5);
      if (!takes) return;
      const moves = gathering(takes);
      const after = moved(before, moves);
      expect(available(after)).toBe(available(before));
      expect(Math.max(...after)).toBeGreaterThanOrEqual(quantity);
      for (const changes of moves) {
        expect(changes.length).toBeLessThanOrEqual(10);
        expect(new Set(changes.map(({ shard }) => shard)).size).toBe(changes.length);
      }
    }),
  );
});
