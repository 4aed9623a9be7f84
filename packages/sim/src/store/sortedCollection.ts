import type { Item } from "@doorbuster/adapters/dynamo/items";
import type { Key } from "./keys.ts";
import { compareStrings } from "./values.ts";

/** An item under its key in a table or index. Among equal sort keys of an index, `id` (the primary key) decides. */
export interface Entry {
  readonly id: string;
  readonly sort: string;
  readonly item: Item;
}

/** Items in partitions, each in the order of the sort key. */
export interface SortedCollection {
  /** The entries of one partition, in order. */
  partition(value: string): readonly Entry[];
  /** The values of all partitions, in order. */
  partitions(): string[];
  /** Puts an item from one key, if it had one, to another, if it has one. */
  move(id: string, from: Key | undefined, to: Key | undefined, item: Item | undefined): void;
}

export function compareEntries(a: Pick<Entry, "sort" | "id">, b: Pick<Entry, "sort" | "id">): number {
  return compareStrings(a.sort, b.sort) || compareStrings(a.id, b.id);
}

export function sortedCollection(): SortedCollection {
  const partitions = new Map<string, Map<string, Entry>>();
  /** Made when a partition is read, dropped when it changes. */
  const inOrder = new Map<string, readonly Entry[]>();
  return {
    partition(value) {
      const sorted = inOrder.get(value) ?? [...(partitions.get(value)?.values() ?? [])].sort(compareEntries);
      inOrder.set(value, sorted);
      return sorted;
    },
    partitions: () => [...partitions.keys()].sort(compareStrings),
    move(id, from, to, item) {
      if (from) {
        inOrder.delete(from.partition);
        const entries = partitions.get(from.partition);
        entries?.delete(id);
        if (entries?.size === 0) partitions.delete(from.partition);
      }
      if (!to || !item) return;
      inOrder.delete(to.partition);
      const entries = partitions.get(to.partition) ?? new Map<string, Entry>();
      partitions.set(to.partition, entries.set(id, { id, sort: to.sort, item }));
    },
  };
}
