import type { QueryCommandInput, ScanCommandInput } from "@aws-sdk/client-dynamodb";
import type { KeySchema } from "@doorbuster/adapters/definitions/tables";
import type { Item } from "@doorbuster/adapters/dynamo/items";
import { allowOnly, invalid } from "./exceptions.ts";
import { namesIn, parseCondition } from "./expression/condition.ts";
import { holds } from "./expression/evaluate.ts";
import { placeholders, type Placeholders } from "./expression/placeholders.ts";
import { parseProjection, project } from "./expression/projection.ts";
import { parseKeyCondition, type KeyCondition } from "./keyCondition.ts";
import { attributesOf, idOf, keyOf, type Key } from "./keys.ts";
import { compareEntries, type Entry } from "./sortedCollection.ts";
import { tableNamed, type Index, type Table, type Tables } from "./table.ts";
import { bytesOf, compareStrings, copyItem } from "./values.ts";

/** What one page of a query or a scan looks at (API reference, Query). */
const maxPageBytes = 1024 * 1024;

const pageParameters = [
  "TableName",
  "IndexName",
  "FilterExpression",
  "ProjectionExpression",
  "ExpressionAttributeNames",
  "ExpressionAttributeValues",
  "ConsistentRead",
  "Limit",
  "ExclusiveStartKey",
];

type PageInput = Omit<QueryCommandInput & ScanCommandInput, "TotalSegments" | "Segment">;

/** Where a page is read from: a table, or one of its indexes. */
interface Source extends Pick<Index, "schema" | "attributes" | "entries"> {
  readonly table: Table;
}

export function query(tables: Tables, input: QueryCommandInput): object {
  allowOnly("Query", input, [...pageParameters, "KeyConditionExpression", "ScanIndexForward"]);
  const source = sourceOf(tables, input);
  if (input.KeyConditionExpression === undefined) throw invalid("KeyConditionExpression is required");
  const given = placeholders(input);
  const where = parseKeyCondition(input.KeyConditionExpression, given, source.schema);
  const show = parseShow(source, input, given, attributesOf(source.schema));
  const entries = source.entries.partition(where.partition).filter(({ sort }) => where.includesSort(sort));
  if (input.ScanIndexForward === false) entries.reverse();
  const start = startOf(source, input.ExclusiveStartKey);
  if (start) requireInside(start.key, where);
  const order = input.ScanIndexForward === false ? -1 : 1;
  const rest = start ? entries.filter((entry) => compareEntries(entry, start) * order > 0) : entries;
  return page(source, rest, input.Limit, show);
}

export function scan(tables: Tables, input: ScanCommandInput): object {
  allowOnly("Scan", input, pageParameters);
  const source = sourceOf(tables, input);
  const show = parseShow(source, input, placeholders(input), []);
  const start = startOf(source, input.ExclusiveStartKey);
  const rest = source.entries.partitions().flatMap((partition) => {
    const order = start ? compareStrings(partition, start.key.partition) : 1;
    if (order < 0) return [];
    const entries = source.entries.partition(partition);
    return order > 0 || !start ? entries : entries.filter((entry) => compareEntries(entry, start) > 0);
  });
  return page(source, rest, input.Limit, show);
}

function sourceOf(tables: Tables, { TableName, IndexName, ConsistentRead }: PageInput): Source {
  const table = tableNamed(tables, TableName);
  if (IndexName === undefined)
    return { table, schema: table.key, attributes: undefined, entries: table.entries };
  const index = table.indexes.get(IndexName);
  if (!index) throw invalid(`The table does not have the specified index: ${IndexName}`);
  if (ConsistentRead === true) {
    throw invalid("Consistent reads are not supported on global secondary indexes");
  }
  return { table, ...index };
}

/** What is shown of an item, `undefined` for nothing. */
type Show = (item: Item) => Item | undefined;

function parseShow(
  source: Source,
  input: PageInput,
  given: Placeholders,
  keyAttributes: readonly string[],
): Show {
  const { FilterExpression, ProjectionExpression } = input;
  const filter = FilterExpression === undefined ? undefined : parseCondition(FilterExpression, given);
  const wanted =
    ProjectionExpression === undefined ? undefined : parseProjection(ProjectionExpression, given);
  given.requireAllUsed();
  const key = filter && keyAttributes.find((name) => namesIn(filter).has(name));
  if (key !== undefined) {
    throw invalid(
      `Filter Expression can only contain non-primary key attributes: Primary key attribute: ${key}`,
    );
  }
  if (wanted && [...wanted].some((name) => source.attributes?.has(name) === false)) {
    throw invalid(
      "One or more parameter values were invalid: Global secondary index does not project all of these",
    );
  }
  return (item) => (filter && !holds(filter, item) ? undefined : project(item, wanted));
}

/** The position after which a page begins. */
interface Start {
  readonly key: Key;
  readonly sort: string;
  readonly id: string;
}

function startOf({ table, schema }: Source, start: Item | undefined): Start | undefined {
  if (!start) return undefined;
  const names = new Set([...attributesOf(table.key), ...attributesOf(schema)]);
  if (Object.keys(start).length !== names.size) throw invalid("The provided starting key is invalid");
  const pick = (part: KeySchema) => {
    const wanted = new Set(attributesOf(part));
    return keyOf(project(start, wanted), part);
  };
  const key = pick(schema);
  return { key, sort: key.sort, id: idOf(pick(table.key)) };
}

function requireInside({ partition, sort }: Key, where: KeyCondition): void {
  if (partition === where.partition && where.includesSort(sort)) return;
  throw invalid("The provided starting key is outside query boundaries based on provided conditions");
}

function page(source: Source, entries: readonly Entry[], limit: number | undefined, show: Show): object {
  if (limit !== undefined && limit < 1) throw invalid("Limit must be greater than or equal to 1");
  const Items: Item[] = [];
  let looked = 0;
  let bytes = 0;
  let last: Entry | undefined;
  for (const entry of entries) {
    const held = project(entry.item, source.attributes);
    const shown = show(held);
    if (shown) Items.push(copyItem(shown));
    looked++;
    bytes += bytesOf(held);
    last = entry;
    if (looked === limit || bytes > maxPageBytes) break;
  }
  const isCut = looked === limit || looked < entries.length;
  return {
    Items,
    Count: Items.length,
    ScannedCount: looked,
    ...(last && isCut && { LastEvaluatedKey: positionOf(source, last) }),
  };
}

function positionOf({ table, schema }: Source, { item }: Entry): Item {
  return copyItem(project(item, new Set([...attributesOf(table.key), ...attributesOf(schema)])));
}
