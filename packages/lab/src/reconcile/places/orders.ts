import { paginateScan, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { orderFrom } from "@doorbuster/adapters/dynamo/orderRows";
import type { Order } from "@doorbuster/core/order/order";

/** Every order of the shop. */
export async function readOrders(client: DynamoDBClient, table: string): Promise<Order[]> {
  const orders: Order[] = [];
  const pages = paginateScan(
    { client },
    {
      TableName: table,
      ConsistentRead: true,
      FilterExpression: "sk = :order",
      ExpressionAttributeValues: { ":order": { S: "order" } },
    },
  );
  for await (const { Items = [] } of pages) orders.push(...Items.map(orderFrom));
  return orders;
}

/** Whether any order is pending or waits for its capture: whatever is open has a time at which it is due. */
export async function anyOrderOpen(client: DynamoDBClient, table: string): Promise<boolean> {
  const pages = paginateScan({ client }, { TableName: table, IndexName: "due", Select: "COUNT" });
  for await (const { Count = 0 } of pages) if (Count > 0) return true;
  return false;
}
