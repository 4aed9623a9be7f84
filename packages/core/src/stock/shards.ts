import type { Random } from "../ports.ts";

/** Units taken from one shard of a SKU. */
export interface Take {
  readonly sku: string;
  readonly shard: number;
  readonly quantity: number;
}

/** What is available in each shard of one SKU; the index is the shard's number. */
export type ShardLevels = readonly number[];

/**
 * The first guess: one random shard per SKU. One DynamoDB item takes about 1,000 writes a second, so a hot SKU is split
 * and the orders spread themselves by chance.
 *
 * @param but takes that met somebody: their shards are left out where a SKU has another
 */
export function guess(
  lines: readonly { sku: string; quantity: number; shards: number }[],
  random: Random,
  but: readonly Take[] = [],
): Take[] {
  const met = new Map(but.map(({ sku, shard }) => [sku, shard]));
  return lines.map(({ sku, quantity, shards }) => {
    const last = met.get(sku);
    const shard =
      last === undefined || shards === 1
        ? Math.floor(random() * shards)
        : (last + 1 + Math.floor(random() * (shards - 1))) % shards;
    return { sku, quantity, shard };
  });
}

/**
 * The informed plan after a guess failed: from one shard that has enough, chosen at random, else over as few shards as
 * will do, largest first. `undefined` when all shards together hold less than is asked for.
 */
export function plan(sku: string, quantity: number, levels: ShardLevels, random: Random): Take[] | undefined {
  const enough = levels.flatMap((available, shard) => (available >= quantity ? [shard] : []));
  const lucky = enough[Math.floor(random() * enough.length)];
  if (lucky !== undefined) return [{ sku, shard: lucky, quantity }];

  const takes: Take[] = [];
  let missing = quantity;
  for (const { shard, available } of levels
    .map((available, shard) => ({ shard, available }))
    .sort((a, b) => b.available - a.available)) {
    if (missing === 0 || available <= 0) break;
    const part = Math.min(available, missing);
    takes.push({ sku, shard, quantity: part });
    missing -= part;
  }
  return missing === 0 ? takes : undefined;
}

/** Splits new stock evenly; the first shards take the remainder. */
export function deal(quantity: number, shards: number): number[] {
  const base = Math.floor(quantity / shards);
  return Array.from({ length: shards }, (_, shard) => base + (shard < quantity % shards ? 1 : 0));
}

export function available(levels: ShardLevels): number {
  return levels.reduce((total, level) => total + level, 0);
}
