import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  type DynamoDBClient,
  type KeySchemaElement,
  ResourceInUseException,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import {
  type KeySchema,
  type TableDefinition,
  type TableName,
  tables,
} from "@doorbuster/adapters/definitions/tables";

import { keysOf, physicalName } from "../resources.ts";

/** Makes every table that is not there yet, with its indexes, stream and time to live. */
export async function provisionTables(client: DynamoDBClient): Promise<void> {
  await Promise.all(keysOf(tables).map((name) => provisionTable(client, name, tables[name])));
}

async function provisionTable(
  client: DynamoDBClient,
  name: TableName,
  table: TableDefinition,
): Promise<void> {
  const TableName = physicalName(name);
  try {
    await client.send(new CreateTableCommand(createTableInput(TableName, table)));
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
    await requireSameIndexes(client, TableName, table);
    return;
  }
  await waitUntilTableExists({ client, minDelay: 0.1, maxDelay: 1, maxWaitTime: 30 }, { TableName });
  if (table.ttl !== undefined) {
    const TimeToLiveSpecification = { AttributeName: table.ttl, Enabled: true };
    await client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
  }
}

/** A table of an older version of the shop would fail much later and less clearly. */
async function requireSameIndexes(
  client: DynamoDBClient,
  TableName: string,
  table: TableDefinition,
): Promise<void> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName }));
  const present = new Set(Table?.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName));
  const missing = Object.keys(table.indexes ?? {}).filter((index) => !present.has(index));
  if (missing.length > 0) {
    throw new Error(
      `Table ${TableName} in the data folder is of an older version (no index ${missing.join(", ")}): start with --fresh.`,
    );
  }
}

function createTableInput(TableName: string, table: TableDefinition): CreateTableCommandInput {
  const indexes = Object.entries(table.indexes ?? {});
  const attributes = new Set([table.key, ...indexes.map(([, index]) => index)].flatMap(attributesOf));
  return {
    TableName,
    BillingMode: "PAY_PER_REQUEST",
    KeySchema: keySchema(table.key),
    AttributeDefinitions: [...attributes].map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
    ...(indexes.length > 0 && {
      GlobalSecondaryIndexes: indexes.map(([IndexName, index]) => ({
        IndexName,
        KeySchema: keySchema(index),
        Projection: { ProjectionType: index.projection },
      })),
    }),
    ...(table.stream !== undefined && {
      StreamSpecification: { StreamEnabled: true, StreamViewType: table.stream },
    }),
  };
}

function attributesOf(key: KeySchema): string[] {
  return key.sort === undefined ? [key.partition] : [key.partition, key.sort];
}

function keySchema(key: KeySchema): KeySchemaElement[] {
  const partition: KeySchemaElement = { AttributeName: key.partition, KeyType: "HASH" };
  return key.sort === undefined ? [partition] : [partition, { AttributeName: key.sort, KeyType: "RANGE" }];
}
