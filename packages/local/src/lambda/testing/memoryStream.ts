import {
  IteratorLost,
  PositionLost,
  type Position,
  type StreamRecord,
  type StreamService,
} from "../sources/streamService.ts";

/**
 * A closed shard in memory: `records` from its beginning (what is before `trimmed` is gone) to its end. `fault` may throw
 * or not, and is asked before every call.
 */
export function memoryStream(
  records: readonly StreamRecord[],
  options: { fault?: () => void; trimmed?: () => number; readLimit?: number } = {},
): StreamService {
  const { fault = () => {}, trimmed = () => 0, readLimit = 1000 } = options;
  function indexAfter(position: Position): number {
    if (position === "TRIM_HORIZON") return trimmed();
    if (position === "LATEST") return records.length;
    const index = records.findIndex(({ sequenceNumber }) => sequenceNumber === position.after);
    if (index < 0 || index + 1 < trimmed()) throw new PositionLost();
    return index + 1;
  }
  return {
    kind: "stream",
    readLimit,
    describe: async () => ({ arn: "arn:memory", generation: "1", shards: [{ id: "shard-1", parents: [] }] }),
    async open(_shard, position) {
      fault();
      return String(indexAfter(position));
    },
    async read(_shard, iterator, limit) {
      fault();
      const from = Number(iterator);
      if (from < trimmed()) throw new IteratorLost();
      const page = records.slice(from, from + limit);
      const next = from + page.length;
      return { records: page, next: next < records.length ? String(next) : undefined, atTip: true };
    },
  };
}

export function memoryRecord(index: number, record: object = { index }): StreamRecord {
  const sequenceNumber = String(index).padStart(6, "0");
  return {
    sequenceNumber,
    arrivedAtMs: 0,
    shard: "shard-1",
    record: { ...record, sequenceNumber },
    bytes: 50,
  };
}
