import * as fc from "fast-check";
import { expect, test } from "vitest";
import { median, medians, percentiles, round, speedOf } from "./statistics.ts";

test("a median has as many values above it as below it", () => {
  expect(median([3])).toBe(3);
  expect(median([1, 100, 2])).toBe(2);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(() => median([])).toThrow(RangeError);
  fc.assert(
    fc.property(fc.array(fc.integer(), { minLength: 1 }), (values) => {
      const middle = median(values);
      const above = values.filter((value) => value > middle).length;
      const below = values.filter((value) => value < middle).length;
      expect(Math.max(above, below)).toBeLessThanOrEqual(values.length / 2);
    }),
  );
});

test("percentiles are by nearest rank, to a tenth of a millisecond", () => {
  const values = Array.from({ length: 100 }, (_, index) => index + 1.04);
  expect(percentiles(values)).toEqual({ p50: 50, p95: 95, p99: 99 });
  expect(percentiles([0.26])).toEqual({ p50: 0.3, p95: 0.3, p99: 0.3 });
});

test("a speed counts the answers of its kind alone, and there is none without any", () => {
  const answers = [
    { kind: "confirmed", sentAtMs: 0, tookMs: 10 },
    { kind: "SOLD_OUT", sentAtMs: 0, tookMs: 1 },
    { kind: "confirmed", sentAtMs: 5, tookMs: 30 },
  ];
  expect(speedOf({ startedAtMs: 0, elapsedMs: 500, answers }, "confirmed")).toEqual({
    perSecond: 4,
    p50: 10,
    p95: 30,
    p99: 30,
  });
  expect(() => speedOf({ startedAtMs: 0, elapsedMs: 500, answers }, "ok")).toThrow(
    "Not one of 3 answers was ok",
  );
});

test("the medians of rounds are taken field by field, to three digits", () => {
  const rounds = [
    { perSecond: 101.234, p95: 9 },
    { perSecond: 99, p95: 1 },
    { perSecond: 5_000, p95: 4 },
  ];
  expect(medians(rounds)).toEqual({ perSecond: 101, p95: 4 });
  expect(round(0.123456)).toBe(0.123);
});
