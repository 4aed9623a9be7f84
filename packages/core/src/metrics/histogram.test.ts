import * as fc from "fast-check";
import { expect, test } from "vitest";
import { observe, quantile, quantileError } from "./histogram.ts";
import { addAll, tally } from "./tally.ts";

/** Up to a day, in the shapes that durations have: many short ones, few long. */
const durations = fc.array(
  fc.oneof(fc.integer({ min: 1, max: 2_000 }), fc.integer({ min: 1, max: 86_400_000 })),
  { minLength: 1, maxLength: 300 },
);
const q = fc.double({ min: 0, max: 1, noNaN: true });

const histogramOf = (values: readonly number[]) => {
  const histogram = tally();
  for (const value of values) observe(histogram, value);
  return histogram;
};

function trueQuantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(1, Math.ceil(share * sorted.length)) - 1] ?? Number.NaN;
}

test("every quantile is within 2 % of the true one", () => {
  fc.assert(
    fc.property(durations, q, (values, share) => {
      const truth = trueQuantile(values, share);
      const error = Math.abs((quantile(histogramOf(values), share) ?? Number.NaN) - truth) / truth;
      expect(error).toBeLessThanOrEqual(quantileError + 1e-9);
    }),
  );
});

test("merged histograms say what one over all values says", () => {
  fc.assert(
    fc.property(durations, durations, q, (a, b, share) => {
      const merged = histogramOf(a);
      addAll(merged, histogramOf(b));
      expect(quantile(merged, share)).toBe(quantile(histogramOf([...a, ...b]), share));
    }),
  );
});

test("a day of milliseconds spans few enough bins to be stored with every bucket", () => {
  const histogram = tally();
  for (let ms = 1; ms <= 86_400_000; ms *= 1.001) observe(histogram, ms);
  expect(Object.keys(histogram).length).toBeLessThanOrEqual(460);
});

test("nothing observed has no quantile, and clocks that disagree do no harm", () => {
  expect(quantile(tally(), 0.5)).toBeNull();
  expect(quantile(histogramOf([-40, 0]), 1)).toBeCloseTo(1, 1);
});
