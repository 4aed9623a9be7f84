import type {
  BatchGetItemCommandInput,
  GetItemCommandInput,
  TransactGetItemsCommandInput,
} from "@aws-sdk/client-dynamodb";
import type { Item } from "@doorbuster/adapters/dynamo/items";
import { allowOnly, invalid, unsupported } from "./exceptions.ts";
import { placeholders } from "./expression/placeholders.ts";
import { parseProjection, project } from "./expression/projection.ts";
import { idOf, keyOf, type Key } from "./keys.ts";
import { tableNamed, type Table, type Tables } from "./table.ts";
import { bytesOf, copyItem } from "./values.ts";

/** BatchGetItem's and TransactGetItems' own limits (DynamoDB API reference). */
const maxKeys = 100;
const maxBatchBytes = 16 * 1024 * 1024;

interface Reading {
  readonly TableName?: string | undefined;
  readonly Key?: Item | undefined;
  readonly ProjectionExpression?: string | undefined;
  readonly ExpressionAttributeNames?: Record<string, string> | undefined;
}

const readParameters = ["TableName", "Key", "ProjectionExpression", "ExpressionAttributeNames"];

export function getItem(tables: Tables, input: GetItemCommandInput): object {
  allowOnly("GetItem", input, [...readParameters, "ConsistentRead"]);
  return read(prepareRead(tables, input));
}

export function transactGetItems(tables: Tables, input: TransactGetItemsCommandInput): object {
  allowOnly("TransactGetItems", input, ["TransactItems"]);
  const reads = (input.TransactItems ?? []).map(({ Get }) => {
    allowOnly("Get", Get ?? {}, readParameters);
    return prepareRead(tables, Get ?? {});
  });
  if (reads.length === 0 || reads.length > maxKeys) {
    throw invalid(`TransactItems must have between 1 and ${maxKeys} members`);
  }
  const items = new Set(reads.map(({ table, key }) => `${table.name}/${idOf(key)}`));
  if (items.size < reads.length) {
    throw invalid("Transaction request cannot include multiple operations on one item");
  }
  return { Responses: reads.map(read) };
}

export function batchGetItem(tables: Tables, input: BatchGetItemCommandInput): object {
  allowOnly("BatchGetItem", input, ["RequestItems"]);
  const requests = Object.entries(input.RequestItems ?? {});
  const keys = requests.reduce((sum, [, { Keys = [] }]) => sum + Keys.length, 0);
  if (keys === 0 || keys > maxKeys) throw invalid(`RequestItems must ask for between 1 and ${maxKeys} keys`);
  const Responses: Record<string, Item[]> = {};
  let bytes = 0;
  for (const [TableName, { Keys = [], ...how }] of requests) {
    allowOnly("RequestItems", how, [...readParameters, "ConsistentRead"]);
    const reads = Keys.map((Key) => prepareRead(tables, { ...how, TableName, Key }));
    if (new Set(reads.map(({ key }) => idOf(key))).size < reads.length) {
      throw invalid("Provided list of item keys contains duplicates");
    }
    const found = reads.map((each) => read(each).Item).filter((item) => item !== undefined);
    bytes += found.reduce((sum, item) => sum + bytesOf(item), 0);
    Responses[TableName] = found;
  }
  if (bytes > maxBatchBytes) throw unsupported("UnprocessedKeys of a batch of more than 16 MB");
  return { Responses, UnprocessedKeys: {} };
}

interface PreparedRead {
  readonly table: Table;
  readonly key: Key;
  readonly attributes: ReadonlySet<string> | undefined;
}

function prepareRead(tables: Tables, input: Reading): PreparedRead {
  const table = tableNamed(tables, input.TableName);
  const given = placeholders(input);
  const { ProjectionExpression: expression } = input;
  const attributes = expression === undefined ? undefined : parseProjection(expression, given);
  given.requireAllUsed();
  return { table, key: keyOf(input.Key, table.key), attributes };
}

function read({ table, key, attributes }: PreparedRead): { Item?: Item } {
  const item = table.get(key);
  return item ? { Item: copyItem(project(item, attributes)) } : {};
}
