/**
 * What DynamoDB lets one shard do. A shard is an item under a partition key of its own, so that the limit of a partition
 * is the limit of a shard.
 *
 * - `writeUnitsPerSecond`: a partition takes 1,000 write units a second (Developer Guide, "Best practices for designing
 *   and using partition keys effectively"); a shard's row is far below the 1 kB of one unit.
 * - `writeUnitsPerTouch`: a transaction writes every item twice, to prepare and to commit (Developer Guide, "Amazon
 *   DynamoDB Transactions: How it works", capacity management).
 * - `heldMs`: from preparing to committing, DynamoDB refuses every other transaction on the item with
 *   `TransactionConflict` (same page, transaction conflict handling; Idziorek et al., "Distributed Transactions at Scale
 *   in Amazon DynamoDB", USENIX ATC 2023, section 3). How long that takes is not published: 5 ms is our assumption,
 *   half of the "single-digit milliseconds" promised for a single write. Measure it on AWS before a large drop.
 */
export const shardLimits = { writeUnitsPerSecond: 1_000, writeUnitsPerTouch: 2, heldMs: 5 } as const;

export interface ShardLimits {
  readonly writeUnitsPerSecond: number;
  readonly writeUnitsPerTouch: number;
  readonly heldMs: number;
}

/** At most one attempt in ten meets another at its shard: an order needs 1.11 attempts in the mean, one in 1,000 a fourth. */
export const targetConflictRate = 0.1;

/** An order touches a shard to reserve and, when it ends unpaid, again to release: we assume that one in ten does. */
export const touchesPerOrder = 1.1;

/** How much of either limit is planned for: chance fills one shard fuller than the next, and one second than another. */
const plannedShare = 0.8;

/**
 * The most shards that a SKU can have. A transaction holds 100 items, and a restock writes all of them at once together
 * with the head, the audit entry and the idempotency key. The proof of "sold out" reads them all at one moment.
 */
export const maxStockShards = 97;

/**
 * How many shards keep one SKU's conflict rate at or below the target. Pure.
 *
 * Two limits, of which the stricter decides. With `t` touches a second that succeed, over `N` shards:
 *
 * - Conflicts. Only a transaction that goes through holds an item, so a shard is held for the share `t · held / N` of the
 *   time, and that is also the share of arrivals that find it held (arrivals by chance see averages over time). So
 *   `N ≥ t · held / target`.
 * - Write units. Refused attempts are paid for too: `t / (1 − target)` attempts a second of two units each, so
 *   `N ≥ 2 t / (1 − target) / 1,000`.
 *
 * Of both, four fifths are planned for.
 *
 * @param ordersPerSecond expected at the peak, for this SKU alone
 * @returns at least 1; may be more than a SKU can have (`maxStockShards`)
 */
export function shardCount(
  ordersPerSecond: number,
  limits: ShardLimits = shardLimits,
  conflictRate: number = targetConflictRate,
): number {
  const touches = ordersPerSecond * touchesPerOrder;
  const forConflicts = (touches * limits.heldMs) / 1_000 / conflictRate;
  const unitsPerSecond = (touches / (1 - conflictRate)) * limits.writeUnitsPerTouch;
  const forWriteUnits = unitsPerSecond / limits.writeUnitsPerSecond;
  const needed = Math.max(forConflicts, forWriteUnits) / plannedShare;
  return Math.max(1, Math.ceil(needed * (1 - Number.EPSILON * 8))); // what the arithmetic rounds up by is no shard
}

/**
 * The number of shards that the shop gives a SKU. Where the rate asks for more than there can be, it gets them all: its
 * orders then meet more often, wait longer, and beyond what retries can carry they are answered `RATE_LIMITED`.
 */
export function stockShardsFor(ordersPerSecond: number): number {
  return Math.min(maxStockShards, shardCount(ordersPerSecond));
}
