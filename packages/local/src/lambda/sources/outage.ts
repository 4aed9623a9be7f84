import type { Log } from "../log.ts";
import { backoffMs } from "./backoff.ts";
import type { Clock } from "./clock.ts";

export interface OutageOptions {
  readonly function: string;
  readonly source: string;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
}

/** An answer of the service that repeating cannot change, for the caller to handle. */
export class Definite extends Error {}

/**
 * Repeats a call to the source's service until it answers. Throws `Definite` errors; and, after at least one attempt,
 * `AbortError` when `signal` aborts.
 */
export type RideOut = <T>(call: () => Promise<T>, signal: AbortSignal) => Promise<T>;

/**
 * An outage of a service is waited out, however long it takes: one line in the log when it begins and one when it ends,
 * for all callers of the source together.
 */
export function makeRideOut({ clock, random, log, ...about }: OutageOptions): RideOut {
  let since: number | undefined;
  return async (call, signal) => {
    for (let failures = 1; ; failures += 1) {
      try {
        const answer = await call();
        if (since !== undefined) {
          log({
            level: "info",
            message: "The event source answers again",
            ...about,
            outageMs: clock.now() - since,
          });
          since = undefined;
        }
        return answer;
      } catch (error) {
        if (error instanceof Definite) throw error;
        signal.throwIfAborted();
        if (since === undefined) {
          since = clock.now();
          log({
            level: "warn",
            message: "The event source does not answer; waiting for it",
            ...about,
            ...causeOf(error),
          });
        }
      }
      await clock.sleep(backoffMs(failures, random()), signal);
      signal.throwIfAborted();
    }
  };
}

function causeOf(error: unknown): { error: string; code?: unknown } {
  if (!(error instanceof Error)) return { error: String(error) };
  return { error: error.name, ...("code" in error && { code: error.code }) };
}
