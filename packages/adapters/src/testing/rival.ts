import type { DynamoDBClient, TransactWriteItem } from "@aws-sdk/client-dynamodb";
import { tables, type KeySchema } from "../definitions/tables.ts";
import type { Item } from "../dynamo/items.ts";
import type { ConditionalWrite } from "./conditionalWrites.ts";

/** What the SDK is given to send; only what a write is recognised by. */
interface Command {
  readonly input: SingleWrite & { readonly TransactItems?: readonly TransactWriteItem[] };
}
interface SingleWrite {
  readonly TableName?: string | undefined;
  readonly Item?: Item | undefined;
  readonly Key?: Item | undefined;
  readonly ConditionExpression?: string | undefined;
}

export interface Race<T> {
  /** Comes first: acts after whatever `run` has read, and before what it has decided to write. */
  readonly rival: () => Promise<unknown>;
  /** What loses the race, or finds out that it is none. */
  readonly run: (client: DynamoDBClient) => Promise<T>;
}

/**
 * Lets a rival act at an exact line: right before the first command that carries the conditional write is sent.
 *
 *   run                      rival
 *   read, decide
 *   (the write is on its way)
 *                            whatever it does, to its end
 *   the write arrives
 *
 * @param nameOf the deployed name of a table
 * @throws Error if no such write came by, so that a test can't pass without its race
 */
export async function raceAt<T>(
  client: DynamoDBClient,
  nameOf: (table: string) => string,
  write: ConditionalWrite,
  { rival, run }: Race<T>,
): Promise<T> {
  let met = false;
  const send = async (command: Command, ...rest: unknown[]) => {
    if (!met && writesOf(command).some((each) => matches(each, write, nameOf))) {
      met = true;
      await rival();
    }
    return (client.send as (...all: unknown[]) => Promise<unknown>)(command, ...rest);
  };
  const raced = new Proxy(client, {
    get: (target, property) => (property === "send" ? send : Reflect.get(target, property)),
  });
  const [outcome] = await Promise.allSettled([run(raced)]);
  if (!met) throw new Error(`no write came by with the condition ${write.condition}`);
  if (outcome.status === "rejected") throw outcome.reason;
  return outcome.value;
}

function writesOf({ input }: Command): SingleWrite[] {
  const inTransaction = input.TransactItems?.map(({ Put, Update, Delete, ConditionCheck }) =>
    [Put, Update, Delete, ConditionCheck].find((each) => each !== undefined),
  );
  return inTransaction?.filter((each) => each !== undefined) ?? [input];
}

function matches(
  { TableName, Item, Key, ConditionExpression }: SingleWrite,
  { table, condition, sortKey = "" }: ConditionalWrite,
  nameOf: (table: string) => string,
): boolean {
  const schema: KeySchema = tables[table].key;
  const key = schema.sort === undefined ? "" : ((Item ?? Key)?.[schema.sort]?.S ?? "");
  return TableName === nameOf(table) && ConditionExpression === condition && key.startsWith(sortKey);
}
