import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";

export type Item = Record<string, AttributeValue>;

/** A plain object as DynamoDB attributes; properties that are undefined are left out. */
export const toItem = (value: object): Item => marshall(value, { removeUndefinedValues: true });

export const fromItem = (item: Item): Record<string, unknown> => unmarshall(item);

/** Cuts a list into pieces of at most `size`: most batch calls of DynamoDB take 25 or 100 items. */
export function chunks<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, i) =>
    list.slice(i * size, (i + 1) * size),
  );
}
