import { paginateScan, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { orderFrom } from "@doorbuster/adapters/dynamo/orderRows";
import type { Order } from "@doorbuster/core/order/order";
import { scanRows } from "./scan.ts";

const ofOrders = { FilterExpression: "sk = :order", ExpressionAttributeValues: { ":order": { S: "order" } } };

/** Every order of the shop. */
export function readOrders(client: DynamoDBClient, table: string): Promise<Order[]> {
  return scanRows(client, table, ofOrders, orderFrom);
}

/** Whether any order is pending or waits for its capture: whatever is open has a time at which it is due. */
export async function anyOrderOpen(client: DynamoDBClient, table: string): Promise<boolean> {
  const pages = paginateScan({ client }, { TableName: table, IndexName: "due", Select: "COUNT" });
  for await (const { Count = 0 } of pages) if (Count > 0) return true;
  return false;
}
