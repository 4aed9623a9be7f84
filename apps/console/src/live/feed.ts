import type { LiveRecord } from "@doorbuster/core/metrics/liveBucket";
import type { LiveSnapshot, LiveUpdate } from "@doorbuster/core/metrics/liveView";

/** What the live screen knows: the newest numbers, when they came, and the last orders that were settled. */
export interface LiveState {
  readonly snapshot: LiveSnapshot | undefined;
  /** By this browser's clock, in milliseconds since the epoch. */
  readonly heardAt: number | undefined;
  /** Newest first. */
  readonly settled: readonly LiveRecord[];
}

export const nothingHeard: LiveState = { snapshot: undefined, heardAt: undefined, settled: [] };

/** As many as a person could still want to scroll back to. */
const settledMax = 50;

/** Takes in one message. A message after a reconnection may bring orders again: they are known by their event id. */
export function hear(state: LiveState, update: LiveUpdate, heardAt: number): LiveState {
  const known = new Set(state.settled.map(({ id }) => id));
  const fresh = update.settled.filter(({ id }) => !known.has(id));
  return {
    snapshot: update.snapshot,
    heardAt,
    settled:
      fresh.length === 0 ? state.settled : [...fresh.toReversed(), ...state.settled].slice(0, settledMax),
  };
}
