import { IteratorLost, type Page, type ShardAddress, type StreamService } from "./streamService.ts";

/** How many records are kept for the readers behind; whoever is further behind reads for himself. */
const recordsKeptMax = 2_000;
/** Places at which some reader may stand. One that is forgotten is opened anew. */
const placesKeptMax = 200;

/**
 * A stream that several functions read at their own pace, each page of which is fetched and decoded once:
 *
 *     announce   reads after 7: 8 9 10 ─────────── after 10: (kept) 11 12
 *     publish                  after 7: (kept) 8 9 10   reads after 10: 11 12
 *
 * Iterators are named by the last record before them, so readers that stand at one place know that they do; a page that
 * runs into a place from which somebody else has read on ends there. Nobody waits for anybody, and each reader has its
 * own checkpoint. What is empty is never shared: who must know that nothing more has come has to ask.
 */
export function sharedStream(service: StreamService): StreamService {
  const pages = new Map<string, Page>();
  const iterators = new Map<string, string>();
  let recordsKept = 0;
  let opened = 0;

  function keep(place: string, page: Page): void {
    pages.set(place, page);
    recordsKept += page.records.length;
    for (const [oldest, { records }] of pages) {
      if (recordsKept <= recordsKeptMax) break;
      pages.delete(oldest);
      recordsKept -= records.length;
    }
  }

  function stand(place: string, iterator: string): void {
    iterators.delete(place); // to the end of the order of insertion
    iterators.set(place, iterator);
    const [oldest] = iterators.keys();
    if (iterators.size > placesKeptMax && oldest !== undefined) iterators.delete(oldest);
  }

  /** How many of the records stand before a place from which somebody else has read on; all of them if none does. */
  function untilMeeting(shard: ShardAddress, { records }: Page): number {
    const meeting = records.findIndex(({ sequenceNumber }) => pages.has(placeAfter(shard, sequenceNumber)));
    return meeting < 0 ? records.length : meeting + 1;
  }

  return {
    ...service,
    async open(shard, position, signal) {
      const iterator = await service.open(shard, position, signal);
      const place =
        typeof position === "object" ? placeAfter(shard, position.after) : `${position} ${(opened += 1)}`;
      stand(place, iterator);
      return place;
    },

    async read(shard, place, limit, signal) {
      const kept = pages.get(place);
      if (kept !== undefined) return kept;
      const iterator = iterators.get(place);
      if (iterator === undefined) throw new IteratorLost();
      const read = await service.read(shard, iterator, limit, signal);
      const meanwhile = pages.get(place);
      if (meanwhile !== undefined) return meanwhile;
      const last = read.records[untilMeeting(shard, read) - 1];
      if (last === undefined) {
        if (read.next !== undefined) stand(place, read.next);
        return { ...read, next: read.next && place };
      }
      const after = placeAfter(shard, last.sequenceNumber);
      const isWhole = last === read.records.at(-1);
      if (isWhole && read.next !== undefined) stand(after, read.next);
      const page = isWhole
        ? { ...read, next: read.next && after }
        : { records: read.records.slice(0, read.records.indexOf(last) + 1), next: after, atTip: false };
      keep(place, page);
      return page;
    },
  };
}

function placeAfter({ streamArn, shard }: ShardAddress, sequenceNumber: string): string {
  return `${streamArn} ${shard} after ${sequenceNumber}`;
}
