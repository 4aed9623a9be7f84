import * as fc from "fast-check";
import { expect, test, vi } from "vitest";
import { bandOf, counts, durations, shares, usualOf, type Observation, type Scale } from "./band.ts";
import { binomial, gaussian, minutes, poisson, seeded } from "./testing.ts";

vi.setConfig({ testTimeout: 30_000 }); // days of minutes, on a machine that may be busy

const seed = 7;
const one = (value: number): Observation => ({ value, weight: 1 });

/** Of how many minutes three in a row lie on the same side outside the band of the 27 before them. */
function falseAlarms(scale: Scale, draw: () => Observation, length: number): number {
  const drawn = minutes(length, draw);
  return minutes(length - 30, (i) => {
    const usual = usualOf(scale, drawn.slice(i, i + 27));
    const sides = drawn.slice(i + 27, i + 30).map(({ value, weight }) => {
      const { lower, upper } = bandOf(scale, usual, weight);
      return Number(value > upper) - Number(value < lower);
    });
    return sides[0] !== 0 && sides.every((side) => side === sides[0]);
  }).filter(Boolean).length;
}

test("what varies by chance alone gives no false alarm in a week, be it much or little", () => {
  const random = seeded(seed);
  const week = 10_080;
  for (const mean of [0.5, 6, 90])
    expect(falseAlarms(counts, () => one(poisson(random, mean)), week)).toBe(0);
  for (const [n, share] of [
    [10, 0.03],
    [40, 0.1],
  ] as const) {
    const draw = () => ({ value: binomial(random, n, share) / n, weight: n });
    expect(falseAlarms(shares, draw, week)).toBe(0);
  }
});

test("what varies far more than by chance gives less than one false alarm in a week", () => {
  const random = seeded(seed);
  const weeks = 2;
  const wild = () => one(poisson(random, 60 * Math.exp(0.4 * gaussian(random))));
  const slow = () => one(500 * Math.exp(0.4 * gaussian(random)));
  expect(falseAlarms(counts, wild, weeks * 10_080)).toBeLessThan(weeks);
  expect(falseAlarms(durations, slow, weeks * 10_080)).toBeLessThan(weeks);
});

test("a few outliers in the history move the band hardly at all", () => {
  const random = seeded(seed);
  const calm = minutes(27, () => one(poisson(random, 100)));
  const spoilt = calm.map((each, i) => (i % 9 === 0 ? one(5_000) : each));
  const [a, b] = [calm, spoilt].map((history) => bandOf(counts, usualOf(counts, history), 1));
  expect(b?.upper).toBeLessThan((a?.upper ?? 0) * 1.2);
});

test("the fewer stand behind a share, the wider is its band; one of two says nothing, thirty of sixty say all", () => {
  const usual = usualOf(
    shares,
    minutes(27, () => ({ value: 0.05, weight: 40 })),
  );
  const uppers = [2, 10, 60, 1_000].map((weight) => bandOf(shares, usual, weight).upper);
  expect(uppers).toEqual(uppers.toSorted((a, b) => b - a));
  expect(uppers[0]).toBeGreaterThan(0.5);
  expect(uppers[2]).toBeLessThan(0.3);
});

test("a series that never varies has a band all the same", () => {
  expect(
    bandOf(
      counts,
      usualOf(
        counts,
        minutes(27, () => one(100)),
      ),
      1,
    ),
  ).toEqual({
    lower: expect.closeTo(68, 0),
    upper: expect.closeTo(138, 0),
  });
  const { upper } = bandOf(
    durations,
    usualOf(
      durations,
      minutes(27, () => one(500)),
    ),
    1,
  );
  expect(upper).toBeGreaterThan(650);
});

test("on every scale the way there and back ends where it began", () => {
  const scales = fc.constantFrom([counts, 10_000], [shares, 1], [durations, 100_000]) as fc.Arbitrary<
    [Scale, number]
  >;
  fc.assert(
    fc.property(
      scales,
      fc.double({ min: 0.001, max: 1, noNaN: true }),
      fc.integer({ min: 1, max: 500 }),
      (of, at, n) => {
        const [scale, most] = of;
        expect(scale.toValue(scale.toScore(at * most, n), n)).toBeCloseTo(at * most, 6);
      },
    ),
    { seed },
  );
});
