/** What stretches of time the live screen shows. All times in milliseconds since the epoch. */

export const minuteMs = 60_000;
/** How many minutes the screen shows, the present one included. */
export const windowMinutes = 30;
/** Rates and percentiles are of the last few minutes: long enough to be calm, short enough to follow a drop. */
export const recentMinutes = 5;

/** The start of the minute that a moment lies in. */
export function minuteOf(at: number): number {
  return Math.floor(at / minuteMs) * minuteMs;
}

/** The start of the window's first minute. */
export function windowStart(now: number): number {
  return minuteOf(now) - (windowMinutes - 1) * minuteMs;
}

/** The start of the first of the recent minutes. */
export function recentStart(now: number): number {
  return minuteOf(now) - (recentMinutes - 1) * minuteMs;
}
