import { AppError } from "../errors.ts";
import type { Clock, Random } from "../ports.ts";

export interface ContentionDeps {
  readonly clock: Clock;
  readonly random: Random;
}

/** Sixteen rounds of up to 400 ms are 2.3 s in the mean: after that a caller is better served by "try again". */
export const maxRounds = 16;
const backOffMs = { base: 10, cap: 400 };

/**
 * Waits before the next attempt, longer each round. The whole pause is drawn by chance ("full jitter"): two that met
 * once must not meet again by keeping step.
 */
export function backOff({ clock, random }: ContentionDeps, round: number): Promise<void> {
  return clock.sleep(random() * Math.min(backOffMs.cap, backOffMs.base * 2 ** round));
}

export function contended(internal: string): AppError {
  return new AppError("RATE_LIMITED", "Too many people are buying this at the moment. Please try again.", {
    details: { retryAfterSeconds: 1 },
    internal,
  });
}
