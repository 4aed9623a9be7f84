import type { BucketKey, LiveRecord } from "./liveBucket.ts";
import { merge, type LiveNumbers } from "./liveNumbers.ts";
import type { LiveReading } from "./liveStore.ts";
import { minuteOf } from "./window.ts";

/** How many settled orders are remembered for those who come back. */
const logMax = 5_000;

/** What is kept of a bucket once it was read. */
interface Seen {
  readonly version: number;
  readonly numbers: LiveNumbers;
  readonly records: number;
}

/**
 * The window in one process's memory: the numbers of each bucket as last read, minutes folded from them (again only when
 * one of their buckets changed), and the settled orders in the order in which they were first seen.
 */
export class LiveBoard {
  /** By the start of the minute, then by slot and slice. */
  readonly #buckets = new Map<number, Map<string, Seen>>();
  readonly #minutes = new Map<number, LiveNumbers>();
  #log: LiveRecord[] = [];
  #logged = 0;

  /** Numbers by the start of their minute, in milliseconds since the epoch. */
  get minutes(): ReadonlyMap<number, LiveNumbers> {
    return this.#minutes;
  }

  /** How many settled orders were ever seen: the position behind the last one in the log. */
  get end(): number {
    return this.#logged;
  }

  /** The version last read of a bucket; 0 for none. */
  versionOf(key: BucketKey): number {
    return this.#seen(key)?.version ?? 0;
  }

  /** Takes in what was read, forgets the minutes before `from` (ms), and answers whether anything changed. */
  absorb(readings: readonly LiveReading[], from: number): boolean {
    const arrivals: LiveRecord[] = [];
    const touched = new Set<number>();
    for (const reading of readings) {
      const seen = this.#seen(reading);
      // An eventually consistent read may be older than the one before it.
      if (seen && seen.version >= reading.version) continue;
      // Records are only ever appended, so those behind the known ones are new.
      arrivals.push(...reading.records.slice(seen?.records));
      touched.add(this.#keep(reading));
    }
    for (const minute of touched) {
      this.#minutes.set(
        minute,
        merge([...(this.#buckets.get(minute)?.values() ?? [])].map(({ numbers }) => numbers)),
      );
    }
    this.#append(arrivals);
    return this.#forget(from) || touched.size > 0;
  }

  /** Settled orders behind a position: the newest, at most `limit`, and how many more there were. */
  since(position: number, limit: number): { settled: LiveRecord[]; leftOut: number } {
    const wanted = Math.max(0, this.#logged - position);
    const held = Math.min(wanted, limit, this.#log.length);
    return { settled: this.#log.slice(this.#log.length - held), leftOut: wanted - held };
  }

  /** A position behind which everything is that was counted at or after `countedAt`, an ISO time. */
  positionOf(countedAt: string): number {
    const newer = this.#log.findIndex((record) => record.countedAt >= countedAt);
    return newer === -1 ? this.#logged : this.#logged - this.#log.length + newer;
  }

  #seen({ slot, slice }: BucketKey): Seen | undefined {
    return this.#buckets.get(minuteOf(Date.parse(slot)))?.get(`${slot}#${slice}`);
  }

  /** Answers the minute that the bucket belongs to. */
  #keep({ slot, slice, version, numbers, records }: LiveReading): number {
    const minute = minuteOf(Date.parse(slot));
    const ofMinute = this.#buckets.get(minute) ?? new Map<string, Seen>();
    ofMinute.set(`${slot}#${slice}`, { version, numbers, records: records.length });
    this.#buckets.set(minute, ofMinute);
    return minute;
  }

  #append(arrivals: readonly LiveRecord[]): void {
    if (arrivals.length === 0) return;
    const sorted = arrivals.toSorted((a, b) => a.countedAt.localeCompare(b.countedAt));
    this.#log = [...this.#log, ...sorted].slice(-logMax);
    this.#logged += sorted.length;
  }

  #forget(from: number): boolean {
    const old = [...this.#buckets.keys()].filter((minute) => minute < from);
    for (const minute of old) {
      this.#buckets.delete(minute);
      this.#minutes.delete(minute);
    }
    return old.length > 0;
  }
}
