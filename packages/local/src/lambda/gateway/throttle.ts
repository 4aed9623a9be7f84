/** A stage's limits: requests a second in the long run, and how many may come at once. */
export interface ThrottleLimits {
  readonly ratePerSecond: number;
  readonly burst: number;
}

/** An account's default in most regions (API Gateway developer guide, "Quotas"). */
export const defaultThrottle: ThrottleLimits = { ratePerSecond: 10_000, burst: 5_000 };

/**
 * A token bucket. The answer of each call is 0 when the request may pass, else after how many whole seconds it is worth
 * asking again.
 */
export function makeThrottle(limits: ThrottleLimits, nowMs: () => number): () => number {
  let tokens = limits.burst;
  let filledAtMs = nowMs();
  return () => {
    const now = nowMs();
    tokens = Math.min(limits.burst, tokens + ((now - filledAtMs) / 1000) * limits.ratePerSecond);
    filledAtMs = now;
    if (tokens < 1) return Math.ceil((1 - tokens) / limits.ratePerSecond);
    tokens -= 1;
    return 0;
  };
}
