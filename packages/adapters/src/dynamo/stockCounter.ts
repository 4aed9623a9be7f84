import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { available } from "@doorbuster/core/stock/shards";
import type { StockCounter } from "@doorbuster/core/stock/store";
import { glimpseAtOnce, unlessContended } from "./stockGlimpse.ts";

/** Counts stock on DynamoDB, and changes nothing. */
export function dynamoStockCounter(client: DynamoDBClient, table: string): StockCounter {
  return {
    count: (each) =>
      unlessContended(
        glimpseAtOnce(client, table, each).then(({ head, levels }) => ({
          stocked: head?.stocked ?? 0,
          available: available(levels),
          least: Math.min(...levels),
        })),
      ),
  };
}
