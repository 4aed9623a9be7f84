import type { KeySchema } from "@doorbuster/adapters/definitions/tables";
import * as fc from "fast-check";
import { attributesOf } from "../keys.ts";
import { assemble, attribute, condition, spoilt, type Parts } from "./expressions.ts";
import { partition, sort, type Operation, type Vocabulary } from "./vocabulary.ts";

/** GetItem, BatchGetItem and TransactGetItems, with keys that fit in the last: see `transactions`. */
export function reads({ TableName, key, anyKey, names }: Vocabulary): fc.Arbitrary<Operation> {
  const shown = fc
    .option(projection(names), { nil: undefined })
    .map((ProjectionExpression) => assemble({ ProjectionExpression }));
  return fc.oneof(
    fc.tuple(anyKey, shown).map(([Key, shown]) => ({
      command: "GetItemCommand",
      input: { TableName, Key, ConsistentRead: true, ...shown },
    })),
    fc.tuple(fc.array(anyKey, { minLength: 1, maxLength: 3 }), shown).map(([Keys, shown]) => ({
      command: "BatchGetItemCommand",
      input: { RequestItems: { [TableName]: { Keys, ...shown } } },
    })),
    fc.array(key, { minLength: 1, maxLength: 3 }).map((Keys) => ({
      command: "TransactGetItemsCommand",
      input: { TransactItems: Keys.map((Key) => ({ Get: { TableName, Key } })) },
    })),
  );
}

/** Queries of a table and of its indexes. */
export function queries({ TableName, definition, names }: Vocabulary): fc.Arbitrary<Operation> {
  const indexes = Object.entries(definition.indexes ?? {});
  const sources = [
    { schema: definition.key, from: {} },
    ...indexes.map(([IndexName, schema]) => ({ schema, from: { IndexName } })),
  ];
  const from = ({ schema, from }: (typeof sources)[number]) => {
    const filterable = names.filter((name) => !attributesOf(schema).includes(name));
    // Over one item there are no pages: the embedded DynamoDB would begin again after it, without end.
    const Limit = schema.sort === undefined ? fc.constant(5) : fc.constantFrom(1, 2, 5);
    return fc
      .record({
        KeyConditionExpression: keyCondition(schema),
        FilterExpression: fc.option(condition(filterable), { nil: undefined, freq: 2 }),
        how: fc.record({ ScanIndexForward: fc.boolean(), Limit }, { requiredKeys: [] }),
      })
      .map(({ KeyConditionExpression, FilterExpression, how }) => ({
        command: "QueryCommand",
        input: {
          TableName,
          ...from,
          ...how,
          ...assemble({ KeyConditionExpression, FilterExpression }),
        },
      }));
  };
  const broken = fc.tuple(keyCondition(definition.key), spoilt).map(([KeyConditionExpression, spoil]) => ({
    command: "QueryCommand",
    input: { TableName, ...assemble({ KeyConditionExpression }, spoil) },
  }));
  return fc.oneof(
    { weight: 20, arbitrary: fc.oneof(...sources.map(from)) },
    { weight: 1, arbitrary: broken },
  );
}

const projection = (names: readonly string[]): fc.Arbitrary<Parts> =>
  fc
    .array(attribute(names), { minLength: 1, maxLength: 3 })
    .map((parts) => parts.flatMap((part, i) => (i === 0 ? [part] : [",", part])));

function keyCondition(schema: KeySchema): fc.Arbitrary<Parts> {
  const whole = fc
    .tuple(attribute([schema.partition]), partition)
    .map(([name, S]): Parts => [name, "=", { value: { S } }]);
  if (schema.sort === undefined) return whole;
  const name = attribute([schema.sort]);
  const key = sort.map((S) => ({ value: { S } }));
  const part = fc.oneof(
    fc.tuple(name, fc.constantFrom("=", "<", "<=", ">", ">="), key).map((parts): Parts => parts),
    fc.tuple(name, key, key).map(([a, b, c]): Parts => [a, "BETWEEN", b, "AND", c]),
    fc
      .tuple(name, fc.constantFrom("k", "k1", "x"))
      .map(([a, S]): Parts => ["begins_with(", a, ",", { value: { S } }, ")"]),
    fc.tuple(name, key).map(([a, b]): Parts => [a, "<>", b]),
  );
  return fc.oneof(
    whole,
    fc.tuple(whole, part).map(([a, b]) => [...a, "AND", ...b]),
  );
}
