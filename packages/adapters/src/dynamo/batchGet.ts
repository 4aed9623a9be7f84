import { BatchGetItemCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { chunks, fromItem, toItem, type Item } from "./items.ts";

/** BatchGetItem's own limit (DynamoDB API reference). */
const maxKeys = 100;
const maxRounds = 8;

/**
 * Reads items by key, in no order; missing ones are absent. Keys that DynamoDB left unread are asked for again.
 *
 * @param attributes what to fetch of each item, unless it is everything; none may be a reserved word of DynamoDB
 * @param consistent whether what was written a moment ago must be seen
 */
export async function batchGet(
  client: DynamoDBClient,
  table: string,
  keys: readonly object[],
  attributes?: readonly string[],
  consistent = false,
): Promise<Record<string, unknown>[]> {
  const projection = {
    ConsistentRead: consistent,
    ...(attributes && { ProjectionExpression: attributes.join(", ") }),
  };
  const pages = chunks(keys.map(toItem), maxKeys);
  const found = await Promise.all(pages.map((page) => readAll(client, table, page, projection)));
  return found.flat().map(fromItem);
}

async function readAll(
  client: DynamoDBClient,
  table: string,
  keys: Item[],
  projection: { ConsistentRead: boolean; ProjectionExpression?: string },
): Promise<Item[]> {
  const found: Item[] = [];
  let wanted = keys;
  for (let round = 0; wanted.length > 0; round++) {
    if (round === maxRounds) throw new Error(`${wanted.length} keys of ${table} stayed unread`);
    const answer = await client.send(
      new BatchGetItemCommand({ RequestItems: { [table]: { Keys: wanted, ...projection } } }),
    );
    found.push(...(answer.Responses?.[table] ?? []));
    wanted = answer.UnprocessedKeys?.[table]?.Keys ?? [];
  }
  return found;
}
