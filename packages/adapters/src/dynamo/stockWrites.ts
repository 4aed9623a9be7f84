import type { DynamoDBClient, TransactWriteItem } from "@aws-sdk/client-dynamodb";
import type { Adjustment } from "@doorbuster/core/stock/adjustment";
import type { AdjustOutcome, ShardChange, ShiftOutcome } from "@doorbuster/core/stock/store";
import { fromItem, toItem } from "./items.ts";
import { adjustmentFrom, auditKey, headKey, onceKey, shardKey } from "./stockRows.ts";
import { failedCondition, transact } from "./transact.ts";

/**
 * What is stocked and what is available change by the same units in one transaction, so that nobody ever sees the one
 * without the other:
 *
 *   once#<key>    put if absent          a repeated call ends here
 *   head          stocked + units        unless units lie in more shards than the caller knows of
 *   audit#…       put                    who, when, why
 *   each shard    available ± units      a loss only from what is there
 */
export async function adjustStock(
  client: DynamoDBClient,
  table: string,
  adjustment: Adjustment,
  changes: readonly ShardChange[],
  shards: number,
): Promise<AdjustOutcome> {
  const { sku, units, idempotencyKey } = adjustment;
  const outcome = await transact(client, [
    {
      Put: {
        TableName: table,
        Item: toItem({ ...onceKey(sku, idempotencyKey), ...adjustment }),
        ConditionExpression: "attribute_not_exists(pk)",
        ReturnValuesOnConditionCheckFailure: "ALL_OLD",
      },
    },
    {
      Update: {
        TableName: table,
        Key: toItem(headKey(sku)),
        UpdateExpression: "SET shards = :shards ADD stocked :units",
        ConditionExpression: "attribute_not_exists(shards) OR shards <= :shards",
        ExpressionAttributeValues: toItem({ ":units": units, ":shards": shards }),
        ReturnValuesOnConditionCheckFailure: "ALL_OLD",
      },
    },
    { Put: { TableName: table, Item: toItem({ ...auditKey(adjustment), ...adjustment }) } },
    ...changes.map((change) => shardUpdate(table, sku, change)),
  ]);
  if (outcome.kind !== "refused") return outcome;
  const [once, head] = outcome.reasons;
  if (failedCondition(once) && once?.Item) {
    return { kind: "repeated", adjustment: adjustmentFrom(once.Item) };
  }
  if (failedCondition(head) && head?.Item) {
    return { kind: "wider", shards: Number(fromItem(head.Item)["shards"]) };
  }
  return { kind: "short" };
}

/** Moves units between shards: none appears and none vanishes, as all of it happens or nothing. */
export async function shiftStock(
  client: DynamoDBClient,
  table: string,
  sku: string,
  changes: readonly ShardChange[],
): Promise<ShiftOutcome> {
  const balance = changes.reduce((sum, { units }) => sum + units, 0);
  if (balance !== 0) throw new RangeError(`a move of ${sku} would change its stock by ${balance}`);
  const { kind } = await transact(
    client,
    changes.map((change) => shardUpdate(table, sku, change)),
  );
  return kind === "refused" ? "short" : kind;
}

function shardUpdate(TableName: string, sku: string, { shard, units }: ShardChange): TransactWriteItem {
  const Key = toItem(shardKey(sku, shard));
  const ExpressionAttributeValues = toItem({ ":n": Math.abs(units) });
  return units < 0
    ? {
        Update: {
          TableName,
          Key,
          UpdateExpression: "SET available = available - :n",
          ConditionExpression: "available >= :n",
          ExpressionAttributeValues,
        },
      }
    : { Update: { TableName, Key, UpdateExpression: "ADD available :n", ExpressionAttributeValues } };
}
