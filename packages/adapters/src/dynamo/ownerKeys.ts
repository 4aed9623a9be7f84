import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { batchGet } from "./batchGet.ts";
import { coalesced } from "./coalesce.ts";
import { orderKey } from "./orderRows.ts";

/** Whose an order is; the rest of its row, which may be long, is left where it is. */
export function dynamoOwnerKeys(
  client: DynamoDBClient,
  ordersTable: string,
): (orderId: string) => Promise<string | undefined> {
  return coalesced(async (orderIds) => {
    const rows = await batchGet(client, ordersTable, orderIds.map(orderKey), ["id", "ownerKey"], true);
    return new Map(rows.map((row) => [String(row["id"]), String(row["ownerKey"])]));
  });
}
