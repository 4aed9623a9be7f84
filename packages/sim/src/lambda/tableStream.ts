import { sliceOf } from "@doorbuster/core/ids";
import { compilePattern } from "@doorbuster/local/lambda/sources/pattern";
import type { MemoryStore, StreamRecord } from "../store/memoryStore.ts";

/** Into how many shards a table's stream is cut here: two are enough to tear one transaction's records apart. */
const shardCount = 2;

/** A table's stream: its changes, each in the shard of its partition key, in the order of commitment. */
export class TableStream {
  readonly shards: readonly StreamRecord[][] = Array.from({ length: shardCount }, () => []);
  readonly #store: MemoryStore;
  readonly #table: string;
  #read = 0;

  constructor(store: MemoryStore, table: string) {
    this.#store = store;
    this.#table = table;
  }

  /** Takes in what has changed since the last time. */
  advance(): void {
    for (; this.#read < this.#store.records.length; this.#read++) {
      const record = this.#store.records[this.#read];
      if (record?.table !== this.#table) continue;
      const [partition = {}] = Object.values(record.keys);
      this.shards[sliceOf(JSON.stringify(partition), shardCount)]?.push(record);
    }
  }
}

/** Lambda's event filter, over what it is said to match. */
export function recordFilter(pattern: object): (record: StreamRecord) => boolean {
  const matches = compilePattern(pattern);
  return ({ eventName, keys }) => matches({ eventName, dynamodb: { Keys: keys } });
}
