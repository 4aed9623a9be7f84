import type { AttributeValue, TransactWriteItem } from "@aws-sdk/client-dynamodb";
import * as fc from "fast-check";
import { attributesOf, idOf } from "../keys.ts";
import { createTable } from "../table.ts";
import { prepare } from "../transaction.ts";
import { assemble, attribute, condition, spoilt, update, value, type Parts } from "./expressions.ts";
import type { Operation, Vocabulary } from "./vocabulary.ts";

const shown = fc.constantFrom({}, {}, { ReturnValuesOnConditionCheckFailure: "ALL_OLD" });

/** The inputs of the writes to one table, as they stand alone or in a transaction. */
function inputs({ TableName, item, anyKey, names, indexed }: Vocabulary) {
  const where = condition(names);
  const maybe = fc.option(where, { nil: undefined, freq: 2 });
  const request = <T extends object>(
    own: fc.Arbitrary<T>,
    expressions: fc.Arbitrary<Record<string, Parts | undefined>>,
  ) =>
    fc.tuple(own, expressions, shown).map(([own, expressions, show]) => ({
      TableName,
      ...own,
      ...show,
      ...assemble(expressions),
    }));
  const keyed = anyKey.map((Key) => ({ Key }));
  return {
    Put: request(
      item.map((Item) => ({ Item })),
      fc.record({ ConditionExpression: maybe }),
    ),
    Update: request(keyed, fc.record({ UpdateExpression: update(indexed), ConditionExpression: maybe })),
    Delete: request(keyed, fc.record({ ConditionExpression: maybe })),
    ConditionCheck: request(keyed, fc.record({ ConditionExpression: where })),
  };
}

/** PutItem, UpdateItem and DeleteItem, some of them in a way that no table allows. */
export function singleWrites(words: Vocabulary): fc.Arbitrary<Operation> {
  const { Put, Update, Delete } = inputs(words);
  const call = (command: string, input: fc.Arbitrary<object>, ReturnValues: string) =>
    fc
      .tuple(input, fc.constantFrom({}, { ReturnValues }))
      .map(([input, more]) => ({ command, input: { ...input, ...more } }));
  return fc.oneof(
    { weight: 9, arbitrary: call("PutItemCommand", Put, "ALL_OLD") },
    // Of an item that an update has made, the embedded DynamoDB shows the key as its old state; AWS has no old state.
    { weight: 9, arbitrary: call("UpdateItemCommand", Update, "ALL_NEW") },
    { weight: 6, arbitrary: call("DeleteItemCommand", Delete, "ALL_OLD") },
    { weight: 1, arbitrary: broken(words).map((input) => ({ command: "DeleteItemCommand", input })) },
    { weight: 1, arbitrary: misfits(words).map((input) => ({ command: "UpdateItemCommand", input })) },
  );
}

/** With a condition that always holds: the embedded DynamoDB misses what is wrong behind one that doesn't. */
function broken({ TableName, key, names }: Vocabulary): fc.Arbitrary<object> {
  return fc.tuple(key, attribute(names), value, spoilt).map(([Key, a, value, spoil]) => ({
    TableName,
    Key,
    ...assemble({ ConditionExpression: [a, "=", { value }, "OR", a, "<>", { value }] }, spoil),
  }));
}

/**
 * Updates of a key of the table, or of an index to what can't be a key. Without condition: the embedded DynamoDB looks at
 * that first, and AWS last. Alone: in a transaction the embedded DynamoDB refuses the whole request, while AWS gives the
 * cancellation reason ValidationError (API reference, TransactionCanceledException).
 */
function misfits({ TableName, key, definition, indexed }: Vocabulary): fc.Arbitrary<object> {
  const expression = fc.oneof(
    attribute(attributesOf(definition.key)).map((name): Parts => ["SET", name, "=", { value: { S: "k1" } }]),
    fc
      .tuple(
        attribute(Object.keys(indexed)),
        fc.constantFrom<AttributeValue>({ S: "" }, { N: "1" }, { SS: ["a"] }),
      )
      .map(([name, value]): Parts => ["SET", name, "=", { value }]),
  );
  return fc
    .tuple(key, expression)
    .map(([Key, UpdateExpression]) => ({ TableName, Key, ...assemble({ UpdateExpression }) }));
}

/** Transactions over all tables, well-formed item by item, with few tokens so that they meet again. */
export function transactions(vocabularies: readonly Vocabulary[]): fc.Arbitrary<Operation> {
  const tables = new Map(
    vocabularies.map(({ TableName, definition }) => [TableName, createTable(TableName, definition)]),
  );
  // About an item that isn't well-formed, or whose key is not, the embedded DynamoDB complains in the cancellation
  // reasons. AWS reads every expression before it begins, and refuses the whole request.
  const targetOf = (item: TransactWriteItem): string | undefined => {
    try {
      const { table, key } = prepare(tables, item);
      return table.name + idOf(key);
    } catch {
      return undefined;
    }
  };
  const any = vocabularies.flatMap((words) =>
    Object.entries(inputs(words)).map(([kind, input]) =>
      input.map((input): TransactWriteItem => ({ [kind]: input })),
    ),
  );
  const item = fc.oneof(...any).filter((each) => targetOf(each) !== undefined);
  const items = fc.uniqueArray(item, { minLength: 1, maxLength: 4, selector: targetOf });
  // Two operations on one item, as likely as not. Without a token: nobody says which of two wrongs is found first.
  const crowded = fc.array(item, { minLength: 2, maxLength: 5 });
  const token = fc.option(
    fc.constantFrom("@1", "@2", "@3").map((ClientRequestToken) => ({ ClientRequestToken })),
    { nil: {}, freq: 3 },
  );
  return fc
    .oneof(
      { weight: 20, arbitrary: fc.tuple(items, token) },
      { weight: 1, arbitrary: fc.tuple(crowded, fc.constant({})) },
    )
    .map(([TransactItems, token]) => ({
      command: "TransactWriteItemsCommand",
      input: { TransactItems, ...token },
    }));
}
