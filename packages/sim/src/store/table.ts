import { ResourceNotFoundException } from "@aws-sdk/client-dynamodb";
import type { KeySchema, TableDefinition } from "@doorbuster/adapters/definitions/tables";
import type { Item } from "@doorbuster/adapters/dynamo/items";
import { invalid, noMetadata } from "./exceptions.ts";
import { attributesOf, idOf, indexKeyOf, keyOfItem, type Key } from "./keys.ts";
import { sortedCollection, type SortedCollection } from "./sortedCollection.ts";
import { bytesOf } from "./values.ts";

/** Bytes that an item may have (Developer Guide, "Quotas"). */
const maxItemBytes = 400 * 1024;

export interface Index {
  readonly schema: KeySchema;
  /** What it holds of each item; `undefined` for everything. */
  readonly attributes: ReadonlySet<string> | undefined;
  readonly entries: SortedCollection;
}

/** One table: its items and its indexes, always in step. Items handed out are the stored ones: copy before they leave. */
export interface Table {
  readonly name: string;
  readonly key: KeySchema;
  readonly indexes: ReadonlyMap<string, Index>;
  readonly entries: SortedCollection;
  get(key: Key): Item | undefined;
  /** @throws ValidationException if no table of this shape can hold the item */
  requireStorable(item: Item): void;
  /** Puts an item in the place of the one with its key, or takes that away. */
  replace(key: Key, item: Item | undefined): void;
}

export type Tables = ReadonlyMap<string, Table>;

export function tableNamed(tables: Tables, name: string | undefined): Table {
  const table = tables.get(name ?? "");
  if (!table) {
    throw new ResourceNotFoundException({ $metadata: noMetadata, message: "Requested resource not found" });
  }
  return table;
}

export function createTable(name: string, definition: TableDefinition): Table {
  const { key } = definition;
  const items = new Map<string, Item>();
  const entries = sortedCollection();
  const indexes = new Map(
    Object.entries(definition.indexes ?? {}).map(([index, { projection, ...schema }]) => {
      const held = new Set([...attributesOf(key), ...attributesOf(schema)]);
      const attributes = projection === "ALL" ? undefined : held;
      return [index, { schema, attributes, entries: sortedCollection() }] as const;
    }),
  );
  return {
    name,
    key,
    indexes,
    entries,
    get: (at) => items.get(idOf(at)),
    requireStorable(item) {
      keyOfItem(item, key);
      for (const { schema } of indexes.values()) indexKeyOf(item, schema);
      if (bytesOf(item) > maxItemBytes) throw invalid("Item size has exceeded the maximum allowed size");
    },
    replace(at, item) {
      const id = idOf(at);
      const before = items.get(id);
      if (item) items.set(id, item);
      else items.delete(id);
      entries.move(id, before && at, item && at, item);
      for (const { schema, entries } of indexes.values()) {
        entries.move(id, before && indexKeyOf(before, schema), item && indexKeyOf(item, schema), item);
      }
    },
  };
}
