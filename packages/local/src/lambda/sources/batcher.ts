import { payloadBytesMax } from "../process/quotas.ts";
import type { StreamRecord } from "./streamService.ts";

/** What stands around the records of an event. */
const envelopeBytes = Buffer.byteLength('{"Records":[]}');

/**
 * Gathers records into batches as Lambda does: a batch goes when it is full, when it would pass the limit of an event,
 * or when its first record has waited as long as the batching window.
 */
export interface Batcher {
  /** Records gathered and not yet taken. */
  readonly size: number;
  add(record: StreamRecord, nowMs: number): void;
  /** The next batch if one is due, else undefined. `last`: nothing more will come, so whatever there is is due. */
  take(nowMs: number, last: boolean): StreamRecord[] | undefined;
  clear(): void;
}

export function makeBatcher(batchSize: number, windowMs: number): Batcher {
  let gathered: { record: StreamRecord; sinceMs: number }[] = [];
  return {
    get size() {
      return gathered.length;
    },
    add: (record, sinceMs) => void gathered.push({ record, sinceMs }),
    take(nowMs, last) {
      const [first] = gathered;
      if (first === undefined) return undefined;
      const count = fitting(gathered, batchSize);
      const isFull = count === batchSize || count < gathered.length;
      if (!isFull && !last && nowMs - first.sinceMs < windowMs) return undefined;
      const batch = gathered.slice(0, count).map(({ record }) => record);
      gathered = gathered.slice(count);
      return batch;
    },
    clear() {
      gathered = [];
    },
  };
}

/** How many of the first records make one event. A record alone always fits: none is nearly as large. */
function fitting(gathered: readonly { record: StreamRecord }[], batchSize: number): number {
  let bytes = envelopeBytes;
  let count = 0;
  for (const { record } of gathered.slice(0, batchSize)) {
    bytes += record.bytes + 1;
    if (count > 0 && bytes > payloadBytesMax) break;
    count += 1;
  }
  return count;
}
