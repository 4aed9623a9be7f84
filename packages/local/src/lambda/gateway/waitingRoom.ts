/** How many requests a function is given at once, and how many more may wait for their turn. */
export interface RoomLimits {
  readonly atOnce: number;
  readonly waiting: number;
  /** Nobody is let in to wait longer than this, by the pace at which others left lately. */
  readonly waitMsMax: number;
}

/**
 * What one process on a laptop works through in good order. On AWS every request gets an environment of its own; here a
 * crowd that is let in whole would slow itself down until calls to the stores run out of time. 64 keep a process busy
 * whatever it waits for; 256 more are a second or two of its work.
 */
export const defaultRoom: RoomLimits = { atOnce: 64, waiting: 256, waitMsMax: 5_000 };

export type Entry =
  /** `leave` must be called once, when the request is answered. */
  | { readonly admitted: true; readonly leave: () => void }
  /** Full: after so many whole seconds there may be room. */
  | { readonly admitted: false; readonly retryAfterSeconds: number };

/** A bounded line in front of a function: who comes when it is full hears so at once and not after a time-out. */
export interface WaitingRoom {
  enter(): Promise<Entry>;
}

/** How much of a new interval goes into the mean: it follows a change of pace within some twenty requests. */
const weight = 0.05;

export function makeWaitingRoom(
  { atOnce, waiting: waitingMax, waitMsMax }: RoomLimits,
  nowMs: () => number,
): WaitingRoom {
  const line: (() => void)[] = [];
  let inside = 0;
  let leftAtMs = 0;
  /** Between two that leave while others wait. */
  let intervalMs = 0;

  function leave(): void {
    const now = nowMs();
    if (line.length > 0) intervalMs += (Math.min(now - leftAtMs, waitMsMax) - intervalMs) * weight;
    leftAtMs = now;
    const next = line.shift();
    if (next === undefined) inside -= 1;
    else next(); // takes the place that has come free
  }

  return {
    async enter() {
      const waitMs = line.length * intervalMs;
      if (line.length >= waitingMax || waitMs > waitMsMax) {
        return { admitted: false, retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1_000)) };
      }
      if (inside < atOnce) inside += 1;
      else await new Promise<void>((resolve) => line.push(resolve));
      return { admitted: true, leave };
    },
  };
}
