import type { Adjustment, AuditPage } from "./adjustment.ts";
import type { ShardLevels } from "./shards.ts";

/** One SKU's stock as a moment's reading. `stocked` is all that was ever put in; sold and reserved follow from the orders. */
export interface StockLevel {
  readonly sku: string;
  readonly stocked: number;
  readonly available: number;
}

/** One SKU's stock, all of it at one and the same moment. */
export interface StockCount {
  readonly stocked: number;
  readonly available: number;
  /** What the emptiest shard holds. */
  readonly least: number;
}

/** Counts what lies there, for whoever audits. */
export interface StockCounter {
  /** Head and all shards of a SKU in one transactional read. `contended` when others were writing them at that moment. */
  count(sku: ShardedSku): Promise<StockCount | "contended">;
}

/** A SKU and over how many shards its orders spread themselves, by the catalogue. Its units may lie in more. */
export interface ShardedSku {
  readonly sku: string;
  readonly shards: number;
}

/** Units that a shard gains; negative when it loses them. */
export interface ShardChange {
  readonly shard: number;
  readonly units: number;
}

/** How an adjustment ended. Unless it is `written`, nothing was. */
export type AdjustOutcome =
  | { readonly kind: "written" }
  /** This idempotency key was used before, for this. */
  | { readonly kind: "repeated"; readonly adjustment: Adjustment }
  /** Units lie in this many shards: more than the caller reckoned with. */
  | { readonly kind: "wider"; readonly shards: number }
  /** A shard holds less than it should lose. */
  | { readonly kind: "short" }
  | { readonly kind: "contended" };

export type ShiftOutcome = "written" | "short" | "contended";

/**
 * The stock of every SKU: a head, which says what was ever stocked and in how many shards units may lie, and the shards,
 * which say what is available. The head's number of shards never falls, so no unit ever lies where nobody looks.
 */
export interface StockStore {
  /**
   * All shards of a SKU at one and the same moment (a transactional read): the only proof of "sold out". `contended` when
   * others were writing them at that moment.
   */
  levels(sku: ShardedSku): Promise<ShardLevels | "contended">;
  /** All shards of each SKU, a moment ago and not at the same one: good for a plan, never for a proof. Never contended. */
  glance(skus: readonly ShardedSku[]): Promise<ReadonlyMap<string, ShardLevels>>;
  /** The same as sums, for show. Unknown SKUs are absent. */
  read(skus: readonly ShardedSku[]): Promise<StockLevel[]>;
  /**
   * Changes what is stocked and what is available by the same units, with an audit entry, in one transaction.
   *
   * @param changes add up to the adjustment's units
   * @param shards in how many units may lie afterwards
   */
  adjust(adjustment: Adjustment, changes: readonly ShardChange[], shards: number): Promise<AdjustOutcome>;
  /** The adjustment that this key stands for, if there was one. Strongly consistent. */
  adjusted(sku: string, idempotencyKey: string): Promise<Adjustment | undefined>;
  /** Moves units of one SKU between its shards in one transaction: the changes add up to nothing. */
  shift(sku: string, changes: readonly ShardChange[]): Promise<ShiftOutcome>;
  /** From now on units may lie in this many shards of a SKU; changes nothing where they may lie in more. */
  widen(sku: ShardedSku): Promise<"written" | "contended">;
  /** Who adjusted a SKU's stock, newest first. */
  audit(sku: string, page: { limit: number; cursor?: string | undefined }): Promise<AuditPage>;
}
