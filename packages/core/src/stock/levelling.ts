import { deal, type ShardLevels } from "./shards.ts";
import type { ShardChange } from "./store.ts";

/** Stock is evened out once a shard holds less than this share of what it should: orders leave shards uneven by chance. */
const lopsidedShare = 0.5;

/** A transaction that moves units touches few shards: while orders flow, one over many would always meet somebody. */
const maxShardsPerMove = 10;

/**
 * The moves that spread a SKU's units evenly over its first `shards` shards, when one beyond them holds anything or one
 * of them less than half of its share. Pure.
 *
 * @returns changes for one transaction each, every one of which adds up to nothing; empty when there is nothing to do
 */
export function levelling(levels: ShardLevels, shards: number): ShardChange[][] {
  const total = levels.reduce((sum, level) => sum + level, 0);
  const fair = deal(total, shards);
  const givers: ShardChange[] = [];
  const takers: ShardChange[] = [];
  for (let shard = 0; shard < Math.max(levels.length, shards); shard++) {
    const level = levels[shard] ?? 0;
    const share = fair[shard] ?? 0;
    if (level > share) givers.push({ shard, units: level - share });
    else if (level < share) takers.push({ shard, units: share - level });
  }
  const lopsided =
    givers.some(({ shard }) => shard >= shards) ||
    takers.some(({ shard }) => (levels[shard] ?? 0) < (fair[shard] ?? 0) * lopsidedShare);
  return lopsided ? matched(givers, takers) : [];
}

/**
 * Pulls what a plan would take from many shards into the first of them, so that one take is enough. Pure.
 *
 * @param takes of one SKU
 */
export function gathering(takes: readonly { shard: number; quantity: number }[]): ShardChange[][] {
  const [target, ...others] = takes;
  if (!target) return [];
  const moves: ShardChange[][] = [];
  for (let from = 0; from < others.length; from += maxShardsPerMove - 1) {
    const part = others.slice(from, from + maxShardsPerMove - 1);
    const units = part.reduce((sum, { quantity }) => sum + quantity, 0);
    moves.push([
      { shard: target.shard, units },
      ...part.map(({ shard, quantity }) => ({ shard, units: -quantity })),
    ]);
  }
  return moves;
}

/** Hands what is over to where it is missing, each giver in turn, in moves of few shards. */
function matched(givers: readonly ShardChange[], takers: readonly ShardChange[]): ShardChange[][] {
  const missing = [...takers];
  const moves: ShardChange[][] = [];
  for (const giver of givers) {
    let over = giver.units;
    while (over > 0 && missing.length > 0) {
      const changes: ShardChange[] = [];
      while (over > 0 && changes.length < maxShardsPerMove - 1) {
        const taker = missing.shift();
        if (!taker) break;
        const units = Math.min(over, taker.units);
        if (units < taker.units) missing.unshift({ shard: taker.shard, units: taker.units - units });
        changes.push({ shard: taker.shard, units });
        over -= units;
      }
      const moved = changes.reduce((sum, { units }) => sum + units, 0);
      moves.push([{ shard: giver.shard, units: -moved }, ...changes]);
    }
  }
  return moves;
}
