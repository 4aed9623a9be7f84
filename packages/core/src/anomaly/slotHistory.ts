import { merge, type LiveNumbers } from "../metrics/liveNumbers.ts";
import { slotMs } from "../metrics/liveBucket.ts";
import type { LiveReader, LiveReading } from "../metrics/liveStore.ts";
import { minuteMs } from "../metrics/window.ts";
import { stretchesMax, waitMaxMs, type Slots } from "./stretch.ts";

/** A reader of live buckets that need not fetch more of them than their numbers. */
export interface NumbersReader {
  read(...question: Parameters<LiveReader["read"]>): Promise<Omit<LiveReading, "records">[]>;
}

/** What is looked at, and as much more as may be waited for. */
const keptMs = stretchesMax * minuteMs + waitMaxMs + minuteMs;
/** Most events come at once; one that is later than this is found when everything is read again. */
const freshMs = 5 * minuteMs;
const wholeEveryMs = 10 * minuteMs;

/** The numbers of the last half hour in one process's memory: each look reads what is fresh, and now and then all of it. */
export class SlotHistory {
  readonly #reader: NumbersReader;
  /** By the start of the slot, then by slice. */
  readonly #slots = new Map<number, Map<number, { version: number; numbers: LiveNumbers }>>();
  #wholeAt = -Infinity;

  constructor(reader: NumbersReader) {
    this.#reader = reader;
  }

  /** @param now milliseconds since the epoch */
  async read(now: number): Promise<Slots> {
    const isWhole = now - this.#wholeAt >= wholeEveryMs;
    const from = now - (isWhole ? keptMs : freshMs);
    const readings = await this.#reader.read(from, now + slotMs, ({ slot, slice }) => {
      return this.#slots.get(Date.parse(slot))?.get(slice)?.version ?? 0;
    });
    for (const { slot, slice, version, numbers } of readings) {
      const at = Date.parse(slot);
      const slices = this.#slots.get(at) ?? new Map<number, { version: number; numbers: LiveNumbers }>();
      this.#slots.set(at, slices.set(slice, { version, numbers }));
    }
    for (const at of this.#slots.keys()) if (at < now - keptMs) this.#slots.delete(at);
    if (isWhole) this.#wholeAt = now;
    return new Map(
      [...this.#slots].map(([at, slices]) => [at, merge([...slices.values()].map((each) => each.numbers))]),
    );
  }
}
