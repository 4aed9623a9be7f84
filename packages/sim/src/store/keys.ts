import type { KeySchema } from "@doorbuster/adapters/definitions/tables";
import type { Item } from "@doorbuster/adapters/dynamo/items";
import { invalid } from "./exceptions.ts";

/** A key of a table or an index, as strings: every key of ours is one. */
export interface Key {
  readonly partition: string;
  /** Empty where the schema has no sort key. */
  readonly sort: string;
}

/** Bytes that a key attribute may have (Developer Guide, "Quotas"). */
const maxBytes = { partition: 2048, sort: 1024 };

export const attributesOf = ({ partition, sort }: KeySchema): string[] =>
  sort === undefined ? [partition] : [partition, sort];

/** The key in a request: exactly the attributes of the schema. */
export function keyOf(key: Item | undefined, schema: KeySchema): Key {
  if (Object.keys(key ?? {}).length !== attributesOf(schema).length) {
    throw invalid("The provided key element does not match the schema");
  }
  return keyIn(key ?? {}, schema, "The provided key element does not match the schema");
}

/** The key of an item that is to be put. */
export function keyOfItem(item: Item, schema: KeySchema): Key {
  for (const name of attributesOf(schema)) {
    if (item[name] === undefined) {
      throw invalid(`One or more parameter values were invalid: Missing the key ${name} in the item`);
    }
  }
  return keyIn(item, schema, "One or more parameter values were invalid: Type mismatch for key");
}

/** An item's key in an index, if it has one: an index holds only the items that have all its attributes. */
export function indexKeyOf(item: Item, schema: KeySchema): Key | undefined {
  const given = attributesOf(schema).filter((name) => item[name] !== undefined);
  for (const name of given)
    keyPart(item, name, "One or more parameter values were invalid: Type mismatch for Index Key");
  return given.length < attributesOf(schema).length ? undefined : keyIn(item, schema, "");
}

/** One string for a primary key, to find the item by. */
export const idOf = ({ partition, sort }: Key) => `${partition.length}:${partition}${sort}`;

function keyIn(item: Item, schema: KeySchema, mismatch: string): Key {
  const partition = keyPart(item, schema.partition, mismatch);
  const sort = schema.sort === undefined ? "" : keyPart(item, schema.sort, mismatch);
  requireSize(partition, maxBytes.partition);
  requireSize(sort, maxBytes.sort);
  return { partition, sort };
}

function keyPart(item: Item, name: string, mismatch: string): string {
  const text = item[name]?.S;
  if (text === undefined) throw invalid(mismatch);
  if (text === "") {
    throw invalid(
      `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: ${name}`,
    );
  }
  return text;
}

function requireSize(part: string, most: number): void {
  if (Buffer.byteLength(part) <= most) return;
  throw invalid(`One or more parameter values were invalid: Size of a key part has exceeded ${most} bytes`);
}
