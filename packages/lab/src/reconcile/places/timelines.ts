import { paginateScan, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { entryFrom } from "@doorbuster/adapters/dynamo/entryRows";
import type { TimelineEntry } from "@doorbuster/core/order/timeline";

/** Every timeline entry of every order of the shop. */
export async function readTimelines(client: DynamoDBClient, table: string): Promise<TimelineEntry[]> {
  const entries: TimelineEntry[] = [];
  const pages = paginateScan(
    { client },
    {
      TableName: table,
      ConsistentRead: true,
      FilterExpression: "begins_with(sk, :event)",
      ExpressionAttributeValues: { ":event": { S: "event#" } },
    },
  );
  for await (const { Items = [] } of pages) entries.push(...Items.map(entryFrom));
  return entries;
}
