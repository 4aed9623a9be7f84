import type { Clock } from "./sources/clock.ts";

/** So many requests at once are answered as fast as the machine can, whatever else it does. */
const fewAtOnce = 8;
const lookEveryMs = 25;

/**
 * How long a batch gives way for each customer above those few, and at most, by who would notice: on the operations screen
 * numbers are seen to stand still; a mail or a capture may come a little later. Under any load every reader moves on as
 * often as that.
 */
const giveWayMs = {
  screen: { each: 40, max: 1_000 },
  errand: { each: 160, max: 5_000 },
} as const;
export type Haste = keyof typeof giveWayMs;

/** Resolves when it is one's turn. */
export type GiveWay = (stop: AbortSignal) => Promise<void>;

/**
 * Customers first. On AWS every function has machines of its own; on a laptop they share two or four processors, and a
 * mail that is written while thirty people wait at the checkout makes all thirty wait longer.
 *
 * What nobody waits for therefore begins its next batch when few customers are waiting, or after a while that grows with
 * their number, and then finds a larger batch to do. It is put off and never stopped: the longer the line, the more it
 * lags, and it catches up by itself.
 */
export interface Precedence {
  /** Somebody waits for an answer, until the function that this answers is called. */
  begin: () => () => void;
  /** Resolves when it is one's turn. */
  giveWay: (haste: Haste, stop: AbortSignal) => Promise<void>;
}

export function makePrecedence(clock: Clock): Precedence {
  let waiting = 0;
  return {
    begin() {
      waiting += 1;
      return () => {
        waiting -= 1;
      };
    },
    async giveWay(haste, stop) {
      const { each, max } = giveWayMs[haste];
      const since = clock.now();
      const patienceMs = () => Math.min((waiting - fewAtOnce) * each, max);
      while (clock.now() - since < patienceMs() && !stop.aborted) await clock.sleep(lookEveryMs, stop);
    },
  };
}
