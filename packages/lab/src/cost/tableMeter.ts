import type { AttributeValue, DynamoDBClient, TransactWriteItem } from "@aws-sdk/client-dynamodb";
import { BatchGetItemCommand, GetItemCommand, TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import { PutItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { tables, type TableDefinition, type TableName } from "@doorbuster/adapters/definitions/tables";

type Item = Record<string, AttributeValue>;

/** Request units, as on-demand capacity bills them and provisioned capacity must hold them. */
export interface TableUnits {
  write: number;
  read: number;
}

/** A client that does nothing but count: tables are named by their definition's name. */
export interface TableMeter {
  readonly client: DynamoDBClient;
  /** Units so far, by table. */
  readonly units: ReadonlyMap<TableName, TableUnits>;
}

/**
 * Meters what the adapters ask of DynamoDB, by AWS's rules: a write costs a unit for every KB begun of the larger of the
 * old and the new item, double in a transaction; an index costs a write of its own where its keys appear or disappear,
 * two where they change (the old entry goes, a new one comes), and none where a keys-only projection stays as it is.
 * Indexes are written after the transaction and not as part of it, so theirs are not doubled. A read costs a unit for
 * every 4 KB begun, half of one when it need not be consistent.
 *
 * It keeps what was put and nothing else: conditions always hold, and an update leaves an item as it was. So it meters
 * the way on which nothing is refused.
 */
export function meterTables(): TableMeter {
  const units = new Map<TableName, TableUnits>();
  const items = new Map<string, Item>();
  const of = (table: TableName) => units.getOrInsertComputed(table, () => ({ write: 0, read: 0 }));

  const write = (table: TableName, keys: Item, item: Item | undefined, factor: 1 | 2) => {
    const id = `${table} ${JSON.stringify(keyOf(table, keys))}`;
    const before = items.get(id);
    const bytes = Math.max(itemBytes(item ?? keys), before ? itemBytes(before) : 0);
    of(table).write += factor * kilobytes(bytes) + (item ? indexWrites(table, before, item) : 0);
    if (item) items.set(id, item);
  };
  const read = (table: TableName, keys: Item, factor: 1 | 0.5) => {
    const found = items.get(`${table} ${JSON.stringify(keyOf(table, keys))}`);
    of(table).read += factor * Math.ceil(Math.max(1, found ? itemBytes(found) : 0) / 4096);
    return found;
  };
  const transact = ({ Put, Update, Delete, ConditionCheck }: TransactWriteItem) => {
    if (Put) write(nameOf(Put.TableName), Put.Item ?? {}, Put.Item, 2);
    for (const each of [Update, Delete, ConditionCheck]) {
      if (each) write(nameOf(each.TableName), each.Key ?? {}, undefined, 2);
    }
  };

  const send = (command: unknown): Promise<object> => {
    if (command instanceof TransactWriteItemsCommand) {
      for (const item of command.input.TransactItems ?? []) transact(item);
      return Promise.resolve({});
    }
    if (command instanceof PutItemCommand) {
      const { TableName, Item = {} } = command.input;
      write(nameOf(TableName), Item, Item, 1);
      return Promise.resolve({});
    }
    if (command instanceof UpdateItemCommand) {
      write(nameOf(command.input.TableName), command.input.Key ?? {}, undefined, 1);
      return Promise.resolve({});
    }
    if (command instanceof GetItemCommand) {
      const { TableName, Key = {}, ConsistentRead } = command.input;
      return Promise.resolve({ Item: read(nameOf(TableName), Key, ConsistentRead ? 1 : 0.5) });
    }
    if (command instanceof BatchGetItemCommand) {
      const asked = Object.entries(command.input.RequestItems ?? {});
      const found = asked.map(([table, { Keys = [], ConsistentRead }]) => {
        const items = Keys.map((key) => read(nameOf(table), key, ConsistentRead ? 1 : 0.5));
        return [table, items.filter((item) => item !== undefined)];
      });
      return Promise.resolve({ Responses: Object.fromEntries(found) });
    }
    throw new TypeError("a command that this meter does not know the price of");
  };
  return { client: { send } as unknown as DynamoDBClient, units };
}

function nameOf(table: string | undefined): TableName {
  if (table !== undefined && table in tables) return table as TableName;
  throw new TypeError(`no table of ours: ${table}`);
}

function keyOf(table: TableName, item: Item) {
  const { partition, sort }: TableDefinition["key"] = tables[table].key;
  return [item[partition], sort === undefined ? undefined : item[sort]];
}

function indexWrites(table: TableName, before: Item | undefined, after: Item): number {
  const { indexes = {} }: TableDefinition = tables[table];
  let writes = 0;
  for (const { partition, sort, projection } of Object.values(indexes)) {
    const entry = (item: Item | undefined) =>
      item?.[partition] && (sort === undefined || item[sort])
        ? JSON.stringify([item[partition], sort === undefined ? undefined : item[sort]])
        : undefined;
    const [old, now] = [entry(before), entry(after)];
    const bytes = projection === "ALL" ? itemBytes(after) : 1;
    if (old !== now) writes += (old === undefined ? 0 : 1) + (now === undefined ? 0 : kilobytes(bytes));
    else if (now !== undefined && projection === "ALL") writes += kilobytes(bytes);
  }
  return writes;
}

const kilobytes = (bytes: number) => Math.max(1, Math.ceil(bytes / 1024));

/** The size by which an item is billed (DynamoDB developer guide, "Item sizes and formats"); numbers to within a byte. */
export function itemBytes(item: Item): number {
  return Object.entries(item).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value),
    0,
  );
}

function valueBytes(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return Math.ceil(value.N.length / 2) + 1;
  if (value.B !== undefined) return value.B.byteLength;
  if (value.M !== undefined) return 3 + Object.keys(value.M).length + itemBytes(value.M);
  if (value.L !== undefined) return 3 + value.L.reduce((sum, each) => sum + 1 + valueBytes(each), 0);
  return 1;
}
