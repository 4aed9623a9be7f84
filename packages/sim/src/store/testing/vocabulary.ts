import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { KeySchema, TableDefinition } from "@doorbuster/adapters/definitions/tables";
import type { Item } from "@doorbuster/adapters/dynamo/items";
import * as fc from "fast-check";
import { attributesOf } from "../keys.ts";
import { plainAttributes } from "./expressions.ts";

/** One call of the SDK. A string that begins with `@` belongs to the run and gets its prefix there. */
export interface Operation {
  readonly command: string;
  readonly input: object;
}

/** What the generated requests to one table are made of. */
export interface Vocabulary {
  readonly TableName: string;
  readonly definition: TableDefinition;
  /** Keys that fit the table. */
  readonly key: fc.Arbitrary<Item>;
  /** The same, and now and then one that doesn't fit. */
  readonly anyKey: fc.Arbitrary<Item>;
  readonly item: fc.Arbitrary<Item>;
  /** Every attribute that an item may have. */
  readonly names: readonly string[];
  /** The attributes by which the table's indexes find an item, with values that may be keys. */
  readonly indexed: Readonly<Record<string, fc.Arbitrary<AttributeValue>>>;
}

/** So few keys that operations meet in them all the time. */
export const partition = fc.constantFrom("@1", "@2");
export const sort = fc.constantFrom("k1", "k2", "k3");

export function vocabulary(TableName: string, definition: TableDefinition): Vocabulary {
  const indexes = Object.values(definition.indexes ?? {});
  const partitions = new Set(indexes.map((index) => index.partition));
  const indexed: Record<string, fc.Arbitrary<AttributeValue>> = {};
  for (const name of indexes.flatMap(attributesOf)) {
    indexed[name] = (partitions.has(name) ? partition : sort).map((S) => ({ S }));
  }
  const optional = { ...plainAttributes, ...indexed };
  const anyKey = anyKeyOf(definition.key);
  return {
    TableName,
    definition,
    key: keyOf(definition.key),
    anyKey,
    item: fc
      .tuple(anyKey, fc.record(optional, { requiredKeys: ["version", "available"] }))
      .map(([key, more]) => ({ ...more, ...key })),
    names: [...Object.keys(optional), ...attributesOf(definition.key)],
    indexed,
  };
}

function keyOf(schema: KeySchema): fc.Arbitrary<Item> {
  const keys: Record<string, fc.Arbitrary<AttributeValue>> = {
    [schema.partition]: partition.map((S) => ({ S })),
  };
  if (schema.sort !== undefined) keys[schema.sort] = sort.map((S) => ({ S }));
  return fc.record(keys);
}

function anyKeyOf(schema: KeySchema): fc.Arbitrary<Item> {
  const rest = schema.sort === undefined ? {} : { [schema.sort]: { S: "k1" } };
  return fc.oneof(
    { weight: 60, arbitrary: keyOf(schema) },
    fc.constantFrom<Item>(
      {},
      { [schema.partition]: { S: "" }, ...rest },
      { [schema.partition]: { N: "1" }, ...rest },
    ),
  );
}
