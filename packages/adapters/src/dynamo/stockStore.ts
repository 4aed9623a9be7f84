import { TransactGetItemsCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { AppError } from "@doorbuster/core/errors";
import { deal, type ShardLevels } from "@doorbuster/core/stock/shards";
import type { StockLevel, StockStore } from "@doorbuster/core/stock/store";
import { batchGet } from "./batchGet.ts";
import { fromItem, toItem } from "./items.ts";
import { auditKey, headKey, shardKey, shardKeys } from "./stockRows.ts";
import { failedCondition, isContention, transact } from "./transact.ts";

type Sku = { readonly sku: string; readonly shards: number };

/** TransactGetItems' and TransactWriteItems' own limit (DynamoDB API reference). */
const maxTransactItems = 100;

/** Stock on DynamoDB: per SKU a head row (what was ever stocked) and its shards (what is available). */
export function dynamoStockStore(client: DynamoDBClient, table: string): StockStore {
  const levelsAtOnce = async (skus: readonly Sku[]): Promise<[string, ShardLevels][]> => {
    const keys = skus.flatMap(({ sku, shards }) => shardKeys(sku, shards));
    const { Responses = [] } = await client.send(
      new TransactGetItemsCommand({
        TransactItems: keys.map((key) => ({ Get: { TableName: table, Key: toItem(key) } })),
      }),
    );
    const levels = Responses.map(({ Item }) => (Item ? Number(fromItem(Item)["available"]) : 0));
    let from = 0;
    return skus.map(({ sku, shards }) => [sku, levels.slice(from, (from += shards))]);
  };

  return {
    async levels(skus) {
      try {
        const answers = await Promise.all(packed(skus).map(levelsAtOnce));
        return new Map(answers.flat());
      } catch (error) {
        if (isContention(error)) return "contended";
        throw error;
      }
    },

    async read(skus) {
      const keys = skus.flatMap(({ sku, shards }) => [headKey(sku), ...shardKeys(sku, shards)]);
      const levels = new Map<string, StockLevel>();
      for (const row of await batchGet(client, table, keys)) {
        const sku = String(row["pk"]).slice("sku#".length);
        const level = levels.get(sku) ?? { sku, stocked: 0, available: 0 };
        const add = (name: string) => (typeof row[name] === "number" ? row[name] : 0);
        levels.set(sku, {
          sku,
          stocked: level.stocked + add("stocked"),
          available: level.available + add("available"),
        });
      }
      return [...levels.values()];
    },

    async restock({ sku, quantity, reason, actor, idempotencyKey, at }, shards) {
      if (shards > maxTransactItems - 2)
        throw new RangeError(`${shards} shards don't fit into one transaction`);
      const outcome = await transact(client, [
        {
          Put: {
            TableName: table,
            Item: toItem({ ...auditKey(sku, idempotencyKey), quantity, reason, actor, at }),
            ConditionExpression: "attribute_not_exists(pk)",
          },
        },
        {
          Update: {
            TableName: table,
            Key: toItem(headKey(sku)),
            UpdateExpression: "SET shards = :shards ADD stocked :n",
            // Another number of shards would leave units where no order looks for them.
            ConditionExpression: "attribute_not_exists(shards) OR shards = :shards",
            ExpressionAttributeValues: toItem({ ":n": quantity, ":shards": shards }),
          },
        },
        ...deal(quantity, shards).map((units, shard) => ({
          Update: {
            TableName: table,
            Key: toItem(shardKey(sku, shard)),
            UpdateExpression: "ADD available :n",
            ExpressionAttributeValues: toItem({ ":n": units }),
          },
        })),
      ]);
      if (outcome.kind === "written") return true;
      if (outcome.kind === "refused" && failedCondition(outcome.reasons[0])) return false;
      if (outcome.kind === "contended") {
        throw new AppError("RATE_LIMITED", "This stock is being sold at the moment. Please try again.", {
          details: { sku, retryAfterSeconds: 1 },
        });
      }
      throw new AppError("CONFLICT", "This product's stock is split into another number of shards.", {
        details: { sku, shards },
      });
    },
  };
}

/** Groups whole SKUs so that each group fits one transaction: a SKU is never read at two moments. */
function packed(skus: readonly Sku[]): Sku[][] {
  const groups: Sku[][] = [];
  let room = 0;
  for (const each of skus) {
    if (each.shards > room) {
      groups.push([]);
      room = maxTransactItems;
    }
    groups.at(-1)?.push(each);
    room -= each.shards;
  }
  return groups;
}
