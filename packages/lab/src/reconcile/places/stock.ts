import { paginateScan, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { fromItem } from "@doorbuster/adapters/dynamo/items";
import * as z from "zod";
import type { StockRow } from "../facts.ts";

const rowSchema = z.object({
  pk: z.string().startsWith("sku#"),
  sk: z.string(),
  stocked: z.number().optional(),
  available: z.number().optional(),
});

/** Every SKU of the stock table: its head says what was stocked, its shards what is available. */
export async function readStock(client: DynamoDBClient, table: string): Promise<StockRow[]> {
  const bySku = new Map<string, StockRow>();
  const pages = paginateScan(
    { client },
    { TableName: table, ConsistentRead: true, ProjectionExpression: "pk, sk, stocked, available" },
  );
  for await (const { Items = [] } of pages) {
    for (const { pk, sk, stocked = 0, available } of Items.map((item) => rowSchema.parse(fromItem(item)))) {
      if (sk !== "head" && !sk.startsWith("shard#")) continue; // the audit trail
      const sku = pk.slice("sku#".length);
      const known = bySku.get(sku) ?? { sku, stocked: 0, available: 0, leastShard: Number.POSITIVE_INFINITY };
      bySku.set(sku, {
        sku,
        stocked: known.stocked + stocked,
        available: known.available + (available ?? 0),
        leastShard: Math.min(known.leastShard, available ?? Number.POSITIVE_INFINITY),
      });
    }
  }
  return [...bySku.values()];
}
