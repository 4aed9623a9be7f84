import {
  DynamoDBServiceException,
  type BatchGetItemCommandInput,
  type DeleteItemCommandInput,
  type GetItemCommandInput,
  type PutItemCommandInput,
  type QueryCommandInput,
  type ScanCommandInput,
  type TransactGetItemsCommandInput,
  type TransactWriteItemsCommandInput,
  type UpdateItemCommandInput,
} from "@aws-sdk/client-dynamodb";
import type { TableDefinition } from "@doorbuster/adapters/definitions/tables";
import type { Item } from "@doorbuster/adapters/dynamo/items";
import { unsupported } from "./exceptions.ts";
import { attributesOf } from "./keys.ts";
import { project } from "./expression/projection.ts";
import { query, scan } from "./query.ts";
import { batchGetItem, getItem, transactGetItems } from "./reads.ts";
import { createTable, tableNamed } from "./table.ts";
import { transactor } from "./transaction.ts";
import { copyItem, sameItem } from "./values.ts";
import { allowWrite, prepareDelete, preparePut, prepareUpdate, runWrite, type Commit } from "./writes.ts";

/** One change of one item, with both images whatever the table's stream is told to show. */
export interface StreamRecord {
  /** The deployed name. */
  readonly table: string;
  readonly eventName: "INSERT" | "MODIFY" | "REMOVE";
  readonly keys: Item;
  readonly newImage?: Item;
  readonly oldImage?: Item;
  /** 1, 2, 3, … over all tables. */
  readonly sequence: number;
}

/** DynamoDB as far as this project uses it: its conditional and transactional rules, in memory, one command at a time. */
export interface MemoryStore {
  /**
   * Runs one SDK command by its class name ("TransactWriteItemsCommand", "GetItemCommand", …) with its input, all at one
   * moment, and answers the command's output.
   *
   * @throws the SDK's own exception with the fields that the SDK would fill; a plain `Error` naming whatever is asked for
   * that is not implemented here
   */
  execute(commandName: string, input: unknown): unknown;
  /**
   * Every change, in the order of commitment (a transaction's items one after the other). A write that leaves an item as
   * it was is none (Developer Guide, "Change data capture for DynamoDB Streams").
   */
  readonly records: readonly StreamRecord[];
  /** All items of a table, in the order of their keys, for looking from outside. */
  scan(table: string): readonly Item[];
}

/**
 * @param tables what the tables are like, by their deployed names
 * @param options.now the time in Unix milliseconds, by which client request tokens are forgotten
 */
export function memoryStore(
  tables: Readonly<Record<string, TableDefinition>>,
  { now = Date.now }: { readonly now?: () => number } = {},
): MemoryStore {
  const made = new Map(Object.entries(tables).map(([name, table]) => [name, createTable(name, table)]));
  const records: StreamRecord[] = [];

  const commit: Commit = (table, key, after) => {
    const before = table.get(key);
    const either = after ?? before;
    if (!either || (before && after && sameItem(before, after))) return;
    table.replace(key, after);
    records.push({
      table: table.name,
      eventName: before ? (after ? "MODIFY" : "REMOVE") : "INSERT",
      keys: copyItem(project(either, new Set(attributesOf(table.key)))),
      ...(after && { newImage: copyItem(after) }),
      ...(before && { oldImage: copyItem(before) }),
      sequence: records.length + 1,
    });
  };

  const transact = transactor(made, commit, now);
  const commands: Readonly<Record<string, (input: never) => object>> = {
    GetItemCommand: (input: GetItemCommandInput) => getItem(made, input),
    BatchGetItemCommand: (input: BatchGetItemCommandInput) => batchGetItem(made, input),
    TransactGetItemsCommand: (input: TransactGetItemsCommandInput) => transactGetItems(made, input),
    QueryCommand: (input: QueryCommandInput) => query(made, input),
    ScanCommand: (input: ScanCommandInput) => scan(made, input),
    PutItemCommand(input: PutItemCommandInput) {
      allowWrite("PutItemCommand", input, ["Item"]);
      return runWrite("PutItemCommand", input, preparePut(made, input), commit);
    },
    UpdateItemCommand(input: UpdateItemCommandInput) {
      allowWrite("UpdateItemCommand", input, ["Key", "UpdateExpression"]);
      return runWrite("UpdateItemCommand", input, prepareUpdate(made, input), commit);
    },
    DeleteItemCommand(input: DeleteItemCommandInput) {
      allowWrite("DeleteItemCommand", input, ["Key"]);
      return runWrite("DeleteItemCommand", input, prepareDelete(made, input), commit);
    },
    TransactWriteItemsCommand: (input: TransactWriteItemsCommandInput) => transact(input),
  };

  let requests = 0;
  return {
    execute(commandName, input) {
      const command = commands[commandName];
      if (!command) throw unsupported(commandName);
      const about = { requestId: `memory-${++requests}`, attempts: 1, totalRetryDelay: 0 };
      try {
        return { $metadata: { httpStatusCode: 200, ...about }, ...command(input as never) };
      } catch (error) {
        if (error instanceof DynamoDBServiceException) {
          Object.assign(error, { $metadata: { httpStatusCode: 400, ...about } });
        }
        throw error;
      }
    },
    records,
    scan(name) {
      const { entries } = tableNamed(made, name);
      return entries
        .partitions()
        .flatMap((each) => entries.partition(each).map(({ item }) => copyItem(item)));
    },
  };
}
