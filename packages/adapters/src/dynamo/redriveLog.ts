import { PutItemCommand, QueryCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { redriveSchema, type RedriveLog } from "@doorbuster/core/deadLetter/deadLetter";
import { fromItem, toItem } from "./items.ts";

const redriven = "redriven";

/** Who put dead letters back, in the table Books: an entry each, by time. */
export function dynamoRedriveLog(client: DynamoDBClient, table: string): RedriveLog {
  return {
    async put(redrive) {
      const Item = toItem({ book: redriven, entry: `${redrive.at}#${redrive.id}`, ...redrive });
      await client.send(new PutItemCommand({ TableName: table, Item }));
    },

    async latest(limit) {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: "book = :redriven",
          ExpressionAttributeValues: toItem({ ":redriven": redriven }),
          ScanIndexForward: false,
          Limit: limit,
        }),
      );
      return Items.map((item) => redriveSchema.parse(fromItem(item)));
    },
  };
}
