import { add, total, type Tally } from "./tally.ts";

/**
 * How far a quantile may be from the true one, relative to it. Bins grow by a constant factor, as in DDSketch (Masson,
 * Rim, Lee: "DDSketch: a fast and fully-mergeable quantile sketch with relative-error guarantees", VLDB 2019), so the
 * bound holds for any distribution and survives merging. A day in milliseconds spans 457 bins; a real minute fills few.
 */
export const quantileError = 0.02;

const growth = (1 + quantileError) / (1 - quantileError);
const logGrowth = Math.log(growth);

/** Counts by bin: bin `i` holds values in (growth^(i−1), growth^i]. */
export type Histogram = Tally;

/** Counts a duration in whole milliseconds; under 1 ms, which clocks that disagree can yield, it counts as 1 ms. */
export function observe(histogram: Histogram, ms: number): void {
  add(histogram, String(Math.ceil(Math.log(Math.max(1, ms)) / logGrowth)), 1);
}

/**
 * The q-quantile by nearest rank, within `quantileError` of the true one; null when nothing was observed.
 *
 * @param q from 0 (the least value) to 1 (the greatest)
 */
export function quantile(histogram: Readonly<Histogram>, q: number): number | null {
  const bins = Object.keys(histogram).map(Number);
  bins.sort((a, b) => a - b);
  let ahead = Math.max(1, Math.ceil(q * total(histogram)));
  for (const bin of bins) {
    ahead -= histogram[bin] ?? 0;
    // The one point that is equally far, relatively, from both ends of the bin.
    if (ahead <= 0) return (2 * growth ** bin) / (growth + 1);
  }
  return null;
}
