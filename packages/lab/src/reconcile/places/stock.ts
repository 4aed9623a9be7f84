import { paginateScan, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { fromItem } from "@doorbuster/adapters/dynamo/items";
import { stockRowOf } from "@doorbuster/adapters/dynamo/stockRows";
import type { StockRow } from "../facts.ts";

/** Every SKU of the stock table: its head says what was stocked, its shards what is available. */
export async function readStock(client: DynamoDBClient, table: string): Promise<StockRow[]> {
  const bySku = new Map<string, StockRow>();
  for await (const { Items = [] } of paginateScan({ client }, { TableName: table, ConsistentRead: true })) {
    for (const row of Items.flatMap((item) => stockRowOf(fromItem(item)) ?? [])) {
      const known = bySku.get(row.sku) ?? noStock(row.sku);
      bySku.set(
        row.sku,
        row.kind === "head" ? withHead(known, row.stocked) : withShard(known, row.available),
      );
    }
  }
  return [...bySku.values()];
}

function noStock(sku: string): StockRow {
  return { sku, stocked: 0, available: 0, leastShard: Number.POSITIVE_INFINITY };
}

function withHead(known: StockRow, stocked: number): StockRow {
  return { ...known, stocked };
}

function withShard(known: StockRow, available: number): StockRow {
  const leastShard = Math.min(known.leastShard, available);
  return { ...known, available: known.available + available, leastShard };
}
