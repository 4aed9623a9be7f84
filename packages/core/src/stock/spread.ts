import type { Catalog } from "../catalog/product.ts";
import { backOff, contended, maxRounds, type ContentionDeps } from "./contention.ts";
import { gathering, levelling } from "./levelling.ts";
import { stockShardsFor } from "./shardCount.ts";
import type { Take } from "./shards.ts";
import type { ShardChange, ShardedSku, StockStore } from "./store.ts";

/** Moving units is never urgent enough to keep anybody waiting for long. */
const moveRoundsMax = 4;

export interface SpreadDeps extends ContentionDeps {
  readonly stock: StockStore;
}

/**
 * Chooses the number of shards of a SKU anew, for another expected rate, while its orders flow.
 *
 *   this                                    an order that read the catalogue before
 *   head: units may lie in 8 shards         guesses among 4
 *   catalogue: spread orders over 8
 *   move units into shards 4 to 7           its shard is empty → reads as many shards as the head says: 8
 *
 * The head comes first: a proof of "sold out" reads the head in the same transaction as the shards, so it knows of every
 * shard that may hold a unit. To fewer shards it is the same without the first step: the head's number never falls, and
 * an order that ends later gives its units back to the shard they came from, where a plan still finds them.
 *
 * @returns the number of shards; nothing is lost if it is cut off at any line, and it may be repeated
 * @throws AppError `RATE_LIMITED` when the head stays contended
 */
export async function chooseShards(
  deps: SpreadDeps & { readonly catalog: Catalog },
  sku: string,
  expectedOrdersPerSecond: number,
): Promise<number> {
  const shards = stockShardsFor(expectedOrdersPerSecond);
  await widen(deps, { sku, shards });
  await deps.catalog.expect({ sku, expectedOrdersPerSecond, stockShards: shards });
  await spread(deps, { sku, shards });
  return shards;
}

async function widen(deps: SpreadDeps, sku: ShardedSku): Promise<void> {
  for (let round = 0; round < maxRounds; round++) {
    if ((await deps.stock.widen(sku)) === "written") return;
    await backOff(deps, round);
  }
  throw contended(`the head of ${sku.sku} contended for ${maxRounds} rounds`);
}

/**
 * Evens out what a SKU's shards hold. It is for speed alone (an order that guesses an empty shard needs another round),
 * so it takes what it gets: a move that meets orders for too long is left out.
 */
export async function spread(deps: SpreadDeps, sku: ShardedSku): Promise<void> {
  const levels = (await deps.stock.glance([sku])).get(sku.sku) ?? [];
  await moveAll(deps, sku.sku, levelling(levels, sku.shards));
}

/**
 * Pulls the units that a basket wants into fewer shards, until it can be taken in `maxTakes` takes, the most scattered
 * SKUs first. Others may buy those units meanwhile: the caller plans again, and then knows.
 */
export async function consolidate(deps: SpreadDeps, takes: readonly Take[], maxTakes: number): Promise<void> {
  const bySku = [...Map.groupBy(takes, ({ sku }) => sku)].sort(([, a], [, b]) => b.length - a.length);
  let surplus = takes.length - maxTakes;
  const scattered = bySku.filter(([, ofSku]) => {
    const needed = surplus > 0;
    if (needed) surplus -= ofSku.length - 1;
    return needed;
  });
  await Promise.all(scattered.map(([sku, ofSku]) => moveAll(deps, sku, gathering(ofSku))));
}

/** One move after the other, as they may touch the same shard. One that meets orders for too long is left out. */
async function moveAll(deps: SpreadDeps, sku: string, moves: readonly ShardChange[][]): Promise<void> {
  for (const changes of moves) {
    for (let round = 0; round < moveRoundsMax; round++) {
      if ((await deps.stock.shift(sku, changes)) !== "contended") break;
      await backOff(deps, round);
    }
  }
}
