import {
  ConditionalCheckFailedException,
  GetItemCommand,
  QueryCommand,
  TransactionConflictException,
  UpdateItemCommand,
  type DynamoDBClient,
} from "@aws-sdk/client-dynamodb";
import { available } from "@doorbuster/core/stock/shards";
import type { ShardedSku, StockCounter, StockLevel, StockStore } from "@doorbuster/core/stock/store";
import { batchGet } from "./batchGet.ts";
import { toItem } from "./items.ts";
import { dynamoStockCounter } from "./stockCounter.ts";
import { filled, glimpse, glimpseAtOnce, parsed, unlessContended, type Glimpse } from "./stockGlimpse.ts";
import { adjustmentFrom, auditCursor, headKey, onceKey, shardKeys } from "./stockRows.ts";
import { adjustStock, shiftStock } from "./stockWrites.ts";

/** Stock on DynamoDB: per SKU a head row and its shards, an audit trail, and what each idempotency key stands for. */
export function dynamoStockStore(client: DynamoDBClient, table: string): StockStore & StockCounter {
  const readRows = async (keys: readonly object[]) => parsed(await batchGet(client, table, keys));

  /** Heads and shards of many SKUs, each row as of its own moment. A SKU that was never stocked is absent. */
  const look = async (skus: readonly ShardedSku[]): Promise<Map<string, Glimpse>> => {
    const rows = await readRows(skus.flatMap(({ sku, shards }) => [headKey(sku), ...shardKeys(sku, shards)]));
    const asked = new Map(skus.map(({ sku, shards }) => [sku, shards]));
    const beyond = rows.flatMap((row) =>
      row.kind === "head" ? shardKeys(row.sku, row.shards, asked.get(row.sku)) : [],
    );
    const all = [...rows, ...(await readRows(beyond))];
    return new Map([...Map.groupBy(all, ({ sku }) => sku)].map(([sku, ofSku]) => [sku, glimpse(ofSku)]));
  };

  return {
    ...dynamoStockCounter(client, table),
    levels: (each) => unlessContended(glimpseAtOnce(client, table, each).then(({ levels }) => levels)),

    async glance(skus) {
      const seen = await look(skus);
      return new Map(
        skus.map(({ sku, shards }) => {
          const { head, levels } = seen.get(sku) ?? glimpse([]);
          return [sku, filled(levels, Math.max(shards, head?.shards ?? 0))];
        }),
      );
    },

    async read(skus) {
      return [...(await look(skus))].map(([sku, { head, levels }]): StockLevel => ({
        sku,
        stocked: head?.stocked ?? 0,
        available: available([...levels.values()]),
      }));
    },

    adjust: (adjustment, changes, shards) => adjustStock(client, table, adjustment, changes, shards),

    async adjusted(sku, idempotencyKey) {
      const Key = toItem(onceKey(sku, idempotencyKey));
      const { Item } = await client.send(new GetItemCommand({ TableName: table, Key, ConsistentRead: true }));
      return Item && adjustmentFrom(Item);
    },

    shift: (sku, changes) => shiftStock(client, table, sku, changes),

    async widen({ sku, shards }) {
      try {
        await client.send(
          new UpdateItemCommand({
            TableName: table,
            Key: toItem(headKey(sku)),
            UpdateExpression: "SET shards = :shards",
            ConditionExpression: "attribute_not_exists(shards) OR shards < :shards",
            ExpressionAttributeValues: toItem({ ":shards": shards }),
          }),
        );
      } catch (error) {
        // A restock or a stock-take is writing the head at this moment.
        if (error instanceof TransactionConflictException) return "contended";
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
      return "written";
    },

    async audit(sku, { limit, cursor }) {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: table,
          // No row of a SKU sorts before its audit entries; "$" is the character after "#".
          KeyConditionExpression: "pk = :pk AND sk < :before",
          ExpressionAttributeValues: toItem({
            ":pk": headKey(sku).pk,
            ":before": cursor === undefined ? "audit$" : `audit#${cursor}`,
          }),
          ScanIndexForward: false,
          Limit: limit,
        }),
      );
      const entries = Items.map(adjustmentFrom);
      const last = entries.at(-1);
      return { entries, ...(last && entries.length === limit && { cursor: auditCursor(last) }) };
    },
  };
}
