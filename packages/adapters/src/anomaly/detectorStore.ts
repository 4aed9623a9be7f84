import {
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
  type DynamoDBClient,
} from "@aws-sdk/client-dynamodb";
import {
  detectorStateSchema,
  nothingDetected,
  type DetectorState,
  type DetectorStore,
} from "@doorbuster/core/anomaly/anomaly";
import { fromItem, toItem } from "../dynamo/items.ts";

const key = { slot: "anomalies", slice: "detector" };

/** The anomaly detector's state on DynamoDB: one row of the table Metrics. */
export function dynamoDetectorStore(client: DynamoDBClient, table: string): DetectorStore {
  return {
    async get(): Promise<DetectorState> {
      const { Item } = await client.send(
        new GetItemCommand({ TableName: table, Key: toItem(key), ConsistentRead: true }),
      );
      return Item ? detectorStateSchema.parse(fromItem(Item)) : nothingDetected;
    },

    async put(state) {
      try {
        await client.send(
          new PutItemCommand({
            TableName: table,
            Item: toItem({ ...key, ...state }),
            ConditionExpression: "attribute_not_exists(slot) OR version = :previous",
            ExpressionAttributeValues: toItem({ ":previous": state.version - 1 }),
          }),
        );
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },
  };
}
