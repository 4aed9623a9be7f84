import type { ShardLevels } from "./shards.ts";

/** One SKU's stock as a moment's reading. `stocked` is all that was ever put in; sold and reserved follow from the orders. */
export interface StockLevel {
  readonly sku: string;
  readonly stocked: number;
  readonly available: number;
}

export interface Restock {
  readonly sku: string;
  /** Units added, at least 1. */
  readonly quantity: number;
  readonly reason: string;
  readonly actor: string;
  /** Makes a repeated call count once. */
  readonly idempotencyKey: string;
  readonly at: string;
}

export interface StockStore {
  /**
   * All shards of each SKU at one and the same moment (a transactional read): the only proof of "sold out". `contended`
   * when others were writing them at that moment.
   */
  levels(
    skus: readonly { sku: string; shards: number }[],
  ): Promise<ReadonlyMap<string, ShardLevels> | "contended">;
  /** A cheap, eventually consistent reading for show. Unknown SKUs are absent. */
  read(skus: readonly { sku: string; shards: number }[]): Promise<StockLevel[]>;
  /** Adds units over the SKU's shards with an audit entry, in one transaction. `false`: this key was counted before. */
  restock(restock: Restock, shards: number): Promise<boolean>;
}
