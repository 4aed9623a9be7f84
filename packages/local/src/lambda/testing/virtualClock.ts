import type { Clock } from "../sources/clock.ts";

/** A clock on which sleeping takes no time: it moves the time on, and lets everything else run first. */
export function virtualClock(startMs = 0): Clock {
  let now = startMs;
  return {
    now: () => now,
    async sleep(ms, signal) {
      await new Promise((resolve) => setImmediate(resolve));
      if (!signal.aborted) now += ms;
    },
  };
}
