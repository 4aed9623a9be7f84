import { GetItemCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { OrderStore } from "@doorbuster/core/order/store";
import { toItem } from "./items.ts";
import { orderFrom, orderKey } from "./orderRows.ts";

/** Orders on DynamoDB, for who reads them one by one and changes nothing. */
export function dynamoOrderReader(client: DynamoDBClient, table: string): Pick<OrderStore, "get"> {
  return {
    async get(orderId) {
      const { Item } = await client.send(
        new GetItemCommand({ TableName: table, Key: toItem(orderKey(orderId)), ConsistentRead: true }),
      );
      return Item && orderFrom(Item);
    },
  };
}
