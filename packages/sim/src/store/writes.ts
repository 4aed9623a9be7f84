import {
  ConditionalCheckFailedException,
  type ConditionCheck,
  type Delete,
  type DeleteItemCommandInput,
  type Put,
  type PutItemCommandInput,
  type Update,
  type UpdateItemCommandInput,
} from "@aws-sdk/client-dynamodb";
import type { Item } from "@doorbuster/adapters/dynamo/items";
import { allowOnly, invalid, noMetadata, unsupported } from "./exceptions.ts";
import { applyUpdate } from "./expression/apply.ts";
import { parseCondition, type Condition } from "./expression/condition.ts";
import { holds } from "./expression/evaluate.ts";
import { placeholders, type PlaceholderInput, type Placeholders } from "./expression/placeholders.ts";
import { parseUpdate, type Action } from "./expression/update.ts";
import { attributesOf, keyOf, keyOfItem, type Key } from "./keys.ts";
import { tableNamed, type Table, type Tables } from "./table.ts";
import { copyItem, takeItem } from "./values.ts";

/** A write that makes sense in itself; whether it comes about depends on the item that it meets. */
export interface Write {
  readonly table: Table;
  readonly key: Key;
  /** @returns whether the condition, if there is one, holds */
  allows(before: Item | undefined): boolean;
  /** Whether whoever is refused wants to see why. */
  readonly showsItem: boolean;
  /** The item afterwards, `undefined` for none. @throws ValidationException if the item makes it impossible */
  apply(before: Item | undefined): Item | undefined;
}

interface Conditional extends PlaceholderInput {
  readonly TableName: string | undefined;
  readonly ConditionExpression?: string | undefined;
  readonly ReturnValuesOnConditionCheckFailure?: string | undefined;
}

export const conditionParameters = [
  "TableName",
  "ConditionExpression",
  "ExpressionAttributeNames",
  "ExpressionAttributeValues",
  "ReturnValuesOnConditionCheckFailure",
];

export function preparePut(tables: Tables, input: Put | PutItemCommandInput): Write {
  const table = tableNamed(tables, input.TableName);
  if (!input.Item) throw invalid("Item is required");
  const item = takeItem(input.Item);
  table.requireStorable(item);
  return {
    table,
    key: keyOfItem(item, table.key),
    ...conditional(input, placeholders(input)),
    apply: () => item,
  };
}

export function prepareUpdate(tables: Tables, input: Update | UpdateItemCommandInput): Write {
  const table = tableNamed(tables, input.TableName);
  const key = keyOf(input.Key, table.key);
  const given = placeholders(input);
  const actions = input.UpdateExpression === undefined ? [] : parseUpdate(input.UpdateExpression, given);
  for (const { name } of actions) {
    if (!attributesOf(table.key).includes(name)) continue;
    throw invalid(
      `One or more parameter values were invalid: Cannot update attribute ${name}. This attribute is part of the key`,
    );
  }
  const fresh = takeItem(input.Key ?? {});
  return {
    table,
    key,
    ...conditional(input, given),
    apply(before) {
      if (!before) requireMaking(actions);
      const after = applyUpdate(actions, before ?? fresh);
      table.requireStorable(after);
      return after;
    },
  };
}

/** Whether taking something away from no item makes one of its key alone is not documented. */
function requireMaking(actions: readonly Action[]): void {
  const isMaking = actions.length === 0 || actions.some(({ kind }) => kind === "set" || kind === "add");
  if (!isMaking) throw unsupported("REMOVE or DELETE alone on an item that isn't there");
}

export function prepareDelete(tables: Tables, input: Delete | DeleteItemCommandInput): Write {
  const table = tableNamed(tables, input.TableName);
  return {
    table,
    key: keyOf(input.Key, table.key),
    ...conditional(input, placeholders(input)),
    apply: () => undefined,
  };
}

export function prepareCheck(tables: Tables, input: ConditionCheck): Write {
  const table = tableNamed(tables, input.TableName);
  if (input.ConditionExpression === undefined) throw invalid("ConditionExpression is required");
  return {
    table,
    key: keyOf(input.Key, table.key),
    ...conditional(input, placeholders(input)),
    apply: (before) => before,
  };
}

/** To be called after every other expression of the request was parsed with the same placeholders. */
function conditional(input: Conditional, given: Placeholders): Pick<Write, "allows" | "showsItem"> {
  const { ConditionExpression: expression, ReturnValuesOnConditionCheckFailure: returned = "NONE" } = input;
  if (returned !== "NONE" && returned !== "ALL_OLD") {
    throw invalid(`ReturnValuesOnConditionCheckFailure can't be ${returned}`);
  }
  const condition: Condition | undefined =
    expression === undefined ? undefined : parseCondition(expression, given);
  given.requireAllUsed();
  return {
    allows: (before) => condition === undefined || holds(condition, before ?? {}),
    showsItem: returned === "ALL_OLD",
  };
}

/** Writes one item, or throws without having changed anything. */
export type Commit = (table: Table, key: Key, item: Item | undefined) => void;

const returnable: Readonly<Record<string, readonly string[]>> = {
  PutItemCommand: ["NONE", "ALL_OLD"],
  DeleteItemCommand: ["NONE", "ALL_OLD"],
  UpdateItemCommand: ["NONE", "ALL_OLD", "ALL_NEW"],
};

/** Runs PutItem, UpdateItem or DeleteItem. */
export function runWrite<Input extends { ReturnValues?: string | undefined }>(
  command: string,
  input: Input,
  prepared: Write,
  commit: Commit,
): object {
  const { ReturnValues: returned = "NONE" } = input;
  if (!returnable[command]?.includes(returned)) throw unsupported(`ReturnValues ${returned} of ${command}`);
  const { table, key } = prepared;
  const before = table.get(key);
  if (!prepared.allows(before)) {
    throw new ConditionalCheckFailedException({
      $metadata: noMetadata,
      message: "The conditional request failed",
      ...(prepared.showsItem && before && { Item: copyItem(before) }),
    });
  }
  const after = prepared.apply(before);
  commit(table, key, after);
  const shown = returned === "ALL_OLD" ? before : returned === "ALL_NEW" ? after : undefined;
  return shown ? { Attributes: copyItem(shown) } : {};
}

export function allowWrite(command: string, input: object, own: readonly string[]): void {
  allowOnly(command, input, [...conditionParameters, "ReturnValues", ...own]);
}
