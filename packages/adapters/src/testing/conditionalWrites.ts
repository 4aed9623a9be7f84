import type { TableName } from "../definitions/tables.ts";

/** A write that takes place only under a condition, as the sources have it. */
export interface ConditionalWrite {
  /** The file, from `src`. */
  readonly source: string;
  readonly condition: string;
  readonly table: TableName;
  /** How the sort key of its items begins, where the same condition stands for several kinds of items. */
  readonly sortKey?: string;
}

/**
 * Every conditional write of the adapters, each the one line that a race is decided by. For each there is a race test in
 * which a rival arrives at that very line; `conditionalWrites.test.ts` misses none.
 */
export const conditionalWrites = {
  "an order is put once": {
    source: "dynamo/orderStore.ts",
    condition: "attribute_not_exists(pk)",
    table: "Orders",
    sortKey: "order",
  },
  "a shard gives what it has": {
    source: "dynamo/orderStore.ts",
    condition: "available >= :n",
    table: "Stock",
  },
  "a shard takes units back where it is": {
    source: "dynamo/orderStore.ts",
    condition: "attribute_exists(pk)",
    table: "Stock",
  },
  "an order moves from the version that was read": {
    source: "dynamo/orderStore.ts",
    condition: "version = :from",
    table: "Orders",
  },
  "a timeline entry is put once": {
    source: "dynamo/orderStore.ts",
    condition: "attribute_not_exists(pk)",
    table: "Orders",
    sortKey: "event#",
  },
  "an order that is due is postponed": {
    source: "dynamo/orderStore.ts",
    condition: "attribute_exists(dueSlice) AND dueAt < :due",
    table: "Orders",
  },
  "an order is finished at the version that was read": {
    source: "dynamo/orderStore.ts",
    condition: "version = :version",
    table: "Orders",
  },
  "an adjustment counts once": {
    source: "dynamo/stockWrites.ts",
    condition: "attribute_not_exists(pk)",
    table: "Stock",
    sortKey: "once#",
  },
  "an adjustment knows every shard": {
    source: "dynamo/stockWrites.ts",
    condition: "attribute_not_exists(shards) OR shards <= :shards",
    table: "Stock",
  },
  "a shard loses what it has": {
    source: "dynamo/stockWrites.ts",
    condition: "available >= :n",
    table: "Stock",
  },
  "the number of shards only grows": {
    source: "dynamo/stockStore.ts",
    condition: "attribute_not_exists(shards) OR shards < :shards",
    table: "Stock",
  },
  "a product that is there is changed": {
    source: "dynamo/catalogStore.ts",
    condition: "attribute_exists(sku)",
    table: "Catalog",
  },
  "a profile that is there forgets a browser": {
    source: "dynamo/preferenceStore.ts",
    condition: "attribute_exists(customer)",
    table: "Preferences",
  },
  "wishes are written unless they were forgotten for good": {
    source: "dynamo/preferenceStore.ts",
    condition: "attribute_not_exists(forgotten)",
    table: "Preferences",
  },
  "a claim is taken when it is free": {
    source: "dynamo/claimStore.ts",
    condition: "attribute_not_exists(claim) OR (#state = :leased AND leaseUntil < :now)",
    table: "Notifications",
  },
  "a claim is closed by its holder": {
    source: "dynamo/claimStore.ts",
    condition: "lease = :lease",
    table: "Notifications",
  },
  "a claim is given back by its holder": {
    source: "dynamo/claimStore.ts",
    condition: "lease = :lease AND #state = :leased",
    table: "Notifications",
  },
  "a bucket is put once": {
    source: "live/liveStore.ts",
    condition: "attribute_not_exists(slot)",
    table: "Metrics",
  },
  "a bucket moves from the version that was read": {
    source: "live/liveStore.ts",
    condition: "version = :previous",
    table: "Metrics",
  },
  "a look at the anomalies goes on from the one that was read": {
    source: "anomaly/detectorStore.ts",
    condition: "attribute_not_exists(slot) OR version = :previous",
    table: "Metrics",
    sortKey: "detector",
  },
  "books are begun once": {
    source: "dynamo/booksStore.ts",
    condition: "attribute_not_exists(book)",
    table: "Books",
  },
  "books go on from the version that was read": {
    source: "dynamo/booksStore.ts",
    condition: "version = :previous",
    table: "Books",
  },
} as const satisfies Record<string, ConditionalWrite>;

export type ConditionalWriteName = keyof typeof conditionalWrites;
