import {
  CreateTableCommand,
  DynamoDBClient,
  PutItemCommand,
  type AttributeValue,
} from "@aws-sdk/client-dynamodb";
import { DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";
import type { DynamoDBStreamEvent } from "aws-lambda";

import { access, dynoxide } from "./embedded.ts";

type Item = Record<string, AttributeValue>;

/** An embedded DynamoDB, and tables in it that look like the shop's `Orders`. */
export async function startTables() {
  const service = await dynoxide();
  const client = new DynamoDBClient({ ...access, endpoint: service.endpoint });

  async function createTable(TableName: string): Promise<void> {
    const attribute = (AttributeName: string) => ({ AttributeName, AttributeType: "S" as const });
    const create = new CreateTableCommand({
      TableName,
      AttributeDefinitions: [attribute("pk"), attribute("sk")],
      KeySchema: [
        { AttributeName: "pk", KeyType: "HASH" },
        { AttributeName: "sk", KeyType: "RANGE" },
      ],
      BillingMode: "PAY_PER_REQUEST",
      StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_IMAGE" },
    });
    await client.send(create);
  }

  async function put(TableName: string, sk: string, more: Item = {}): Promise<void> {
    await client.send(
      new PutItemCommand({ TableName, Item: { pk: { S: "order#1" }, sk: { S: sk }, ...more } }),
    );
  }

  const dynamodbStreams = new DynamoDBStreamsClient({
    ...access,
    endpoint: service.endpoint,
    maxAttempts: 1,
  });
  return { ...service, dynamodbStreams, createTable, put };
}

export function sortKeys(event: DynamoDBStreamEvent): (string | undefined)[] {
  return event.Records.map(({ dynamodb }) => dynamodb?.Keys?.["sk"]?.S);
}
