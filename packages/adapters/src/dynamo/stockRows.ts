import { adjustmentSchema, type Adjustment } from "@doorbuster/core/stock/adjustment";
import { fromItem, type Item } from "./items.ts";

const twoDigits = (shard: number) => String(shard).padStart(2, "0");

export const headKey = (sku: string) => ({ pk: `sku#${sku}`, sk: "head" });

/**
 * A shard has a partition key of its own. Under one key for the SKU all its shards would begin in one partition and share
 * its 1,000 write units; DynamoDB splits such a partition only after minutes of heat, and a drop is over by then.
 */
export const shardKey = (sku: string, shard: number) => ({
  pk: `sku#${sku}#${twoDigits(shard)}`,
  sk: "shard",
});

export const shardKeys = (sku: string, shards: number, from = 0) =>
  Array.from({ length: Math.max(0, shards - from) }, (_, i) => shardKey(sku, from + i));

/** Time first, so that the entries of a SKU sort as they happened; the idempotency key tells those of one moment apart. */
export const auditCursor = ({ at, idempotencyKey }: Adjustment) => `${at}#${idempotencyKey}`;

export const auditKey = (adjustment: Adjustment) => ({
  pk: `sku#${adjustment.sku}`,
  sk: `audit#${auditCursor(adjustment)}`,
});

/** What an idempotency key stands for. */
export const onceKey = (sku: string, idempotencyKey: string) => ({
  pk: `sku#${sku}`,
  sk: `once#${idempotencyKey}`,
});

/** The adjustment in an audit entry or under an idempotency key. */
export const adjustmentFrom = (item: Item): Adjustment => adjustmentSchema.parse(fromItem(item));

/** What a row of the stock table says of its SKU; `undefined` for the audit trail. */
export function stockRowOf(row: Record<string, unknown>): StockRow | undefined {
  const [, sku = "", shard] = String(row["pk"]).split("#");
  const number = (name: string) => (typeof row[name] === "number" ? row[name] : 0);
  switch (row["sk"]) {
    case "head":
      return { kind: "head", sku, stocked: number("stocked"), shards: number("shards") };
    case "shard":
      return { kind: "shard", sku, shard: Number(shard), available: number("available") };
    default:
      return undefined;
  }
}

export type StockRow =
  | { readonly kind: "head"; readonly sku: string; readonly stocked: number; readonly shards: number }
  | { readonly kind: "shard"; readonly sku: string; readonly shard: number; readonly available: number };
