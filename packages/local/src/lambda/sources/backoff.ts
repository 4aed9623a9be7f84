const firstMs = 100;
/** AWS backs off for minutes; whoever watches a laptop wants it to catch up while they look. */
const mostMs = 5_000;

/**
 * How long to wait after the `failures`-th failure in a row: doubling, with half of it left to chance so that readers
 * that failed together do not come back together. `random` is from 0 to 1.
 */
export function backoffMs(failures: number, random: number): number {
  const whole = Math.min(mostMs, firstMs * 2 ** Math.min(failures - 1, 20));
  return whole / 2 + (random * whole) / 2;
}
