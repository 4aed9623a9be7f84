/** One attribute of a key; every key of ours is a string. */
export interface KeySchema {
  readonly partition: string;
  readonly sort?: string;
}

/** A DynamoDB table as both editions create it: the laptop through the SDK, AWS through SST. */
export interface TableDefinition {
  readonly key: KeySchema;
  readonly indexes?: Readonly<Record<string, KeySchema & { readonly projection: "ALL" | "KEYS_ONLY" }>>;
  /** `NEW_IMAGE`: only inserted, immutable timeline entries are read from a stream, so the old image is not paid for. */
  readonly stream?: "NEW_IMAGE";
  /** Attribute with the Unix second after which DynamoDB may delete the item (garbage collection, never a rule). */
  readonly ttl?: string;
}

/** Every table of the shop, by the name under which `Resource` knows it. */
export const tables = {
  /**
   * `pk = order#<id>`, `sk = order` is the order row (and the reservation); `sk = event#<seq>` its timeline, which is
   * history, audit log and outbox in one. Indexes are sparse (only order rows carry their keys) and hold keys alone, so
   * that a change of an order is not written once more per index. `recent`, `due` and `released` are cut into hash slices:
   * one index partition takes about 1,000 writes a second, and a full one would hold up the order itself.
   */
  Orders: {
    key: { partition: "pk", sort: "sk" },
    indexes: {
      byOwner: { partition: "ownerKey", sort: "placedKey", projection: "KEYS_ONLY" },
      recent: { partition: "recentSlice", sort: "placedKey", projection: "KEYS_ONLY" },
      due: { partition: "dueSlice", sort: "dueAt", projection: "KEYS_ONLY" },
      released: { partition: "releasedSlice", sort: "releasedAt", projection: "KEYS_ONLY" },
    },
    stream: "NEW_IMAGE",
  },
  /**
   * `pk = sku#<sku>`: `head` says what was ever stocked and in how many shards units may lie, `audit#<time>#<key>` who
   * changed it, `once#<key>` what a key stands for. `pk = sku#<sku>#<nn>`, `sk = shard`: what is available.
   */
  Stock: { key: { partition: "pk", sort: "sk" } },
  /** What is for sale, one item per SKU. */
  Catalog: {
    key: { partition: "sku" },
    indexes: { byCollection: { partition: "collection", sort: "position", projection: "ALL" } },
  },
  /**
   * Live counts: `slot` is a stretch of event time, `slice` which range of the order ids is counted in it; from the second
   * slice on `slot` ends with `#<slice>`, so that each slice has a partition of its own. One row more, `slot = anomalies`, is
   * what the detector goes by from one look to the next.
   */
  Metrics: { key: { partition: "slot", sort: "slice" }, ttl: "expiresAt" },
  /** The provider's webhooks that were acted upon: one claim per event. */
  Webhooks: { key: { partition: "claim" }, ttl: "expiresAt" },
  /** Who was told what: one claim per event, channel and person. */
  Notifications: { key: { partition: "claim" }, ttl: "expiresAt" },
  /** What a customer wants to be told, and where: `customer` is an account's owner key, or `order:<id>` for a guest. */
  Preferences: { key: { partition: "customer" }, ttl: "expiresAt" },
  /** What quiet hours hold back: `slice` is a hash slice, `due` when it may go out, with the entry and the channel. */
  HeldNotices: { key: { partition: "slice", sort: "due" } },
  /**
   * The audit: `book = audit` says how far it is and what does not agree; `book = explained`, an entry each, what people
   * have explained of it; `book = redriven`, by time, who put dead letters back.
   */
  Books: { key: { partition: "book", sort: "entry" } },
} as const satisfies Record<string, TableDefinition>;

export type TableName = keyof typeof tables;
