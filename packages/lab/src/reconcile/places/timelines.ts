import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { entryFrom } from "@doorbuster/adapters/dynamo/entryRows";
import type { TimelineEntry } from "@doorbuster/core/order/timeline";
import { scanRows } from "./scan.ts";

const ofTimelines = {
  FilterExpression: "begins_with(sk, :event)",
  ExpressionAttributeValues: { ":event": { S: "event#" } },
};

/** Every timeline entry of every order of the shop. */
export function readTimelines(client: DynamoDBClient, table: string): Promise<TimelineEntry[]> {
  return scanRows(client, table, ofTimelines, entryFrom);
}
