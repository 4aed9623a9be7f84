import type { Log } from "@doorbuster/core/ports";

/** One record of a batch, whatever its source: how AWS names it, and what it holds. */
export interface BatchRecord<T> {
  readonly id: string;
  readonly value: T;
}

/** What Lambda reads of a partly failed batch: these records, and for a stream all after the first of them, come again. */
export interface BatchResponse {
  readonly batchItemFailures: { itemIdentifier: string }[];
}

export const failures = (ids: readonly string[]): BatchResponse => ({
  batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })),
});

/**
 * Decodes each record. One that cannot be read never will be: it is reported and left out, so that it does not hold up
 * the records behind it. Nothing is lost by that: the timeline keeps every entry, and can be published again.
 */
export function decode<R, T>(
  records: readonly R[],
  read: { id: (record: R) => string; value: (record: R) => T },
  log: Log,
): BatchRecord<T>[] {
  return records.flatMap((record) => {
    try {
      return [{ id: read.id(record), value: read.value(record) }];
    } catch (error) {
      log.error("unreadable record skipped", {
        record: read.id(record),
        error: error instanceof Error ? error.name : "?",
      });
      return [];
    }
  });
}
