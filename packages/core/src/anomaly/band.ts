/**
 * Robust bands: what is usual in a series, and how far from it chance alone may lead. Everything is reckoned on a scale on
 * which chance has a known width, so that a quiet shop, or one that never varies, has a band of a sensible width too.
 */

/** What was seen in one stretch of time. */
export interface Observation {
  readonly value: number;
  /** How many single observations stand behind the value, where it is a share or a percentile; else 1. */
  readonly weight: number;
}

/** What a series usually is, as learnt from its history. */
export interface Usual {
  readonly value: number;
  /** How much wider than chance the history scatters; 1 is chance alone. */
  readonly spread: number;
}

/**
 * On this scale what is observed scatters by `chance` (a standard deviation), whatever the value is. The transformations
 * of counts and shares are Anscombe's: "The transformation of Poisson, binomial and negative-binomial data", Biometrika
 * 35, 1948.
 */
export interface Scale {
  toScore(value: number, weight: number): number;
  toValue(score: number, weight: number): number;
  chance(weight: number): number;
  /** The middle of a history, which is not empty. */
  middle(history: readonly Observation[]): number;
}

/** Counts by chance (Poisson): 2√(x + 3/8) scatters by 1. */
export const counts: Scale = {
  toScore: (value) => 2 * Math.sqrt(value + 3 / 8),
  toValue: (score) => Math.max(0, (Math.max(0, score) / 2) ** 2 - 3 / 8),
  chance: () => 1,
  middle: (history) => median(history.map(({ value }) => value)),
};

/**
 * Shares of `weight` (binomial): 2 asin √((x + 3/8) / (n + 3/4)) scatters by 1/√(n + 1/2). Their middle is that of all
 * observations taken together, since a share of few is coarse; a bad minute in it can only make the detector more
 * patient.
 */
export const shares: Scale = {
  toScore: (value, weight) => 2 * Math.asin(Math.sqrt((value * weight + 3 / 8) / (weight + 3 / 4))),
  toValue(score, weight) {
    const smoothed = Math.sin(Math.min(Math.PI, Math.max(0, score)) / 2) ** 2;
    return Math.min(1, Math.max(0, (smoothed * (weight + 3 / 4) - 3 / 8) / weight));
  },
  chance: (weight) => 1 / Math.sqrt(weight + 1 / 2),
  middle(history) {
    const all = history.reduce((sum, { weight }) => sum + weight, 0);
    return history.reduce((sum, { value, weight }) => sum + value * weight, 0) / all;
  },
};

/** Durations, which vary by factors: a tenth up or down is nothing to anybody. */
export const durations: Scale = {
  toScore: (value) => Math.log(value),
  toValue: (score) => Math.exp(score),
  chance: () => 0.1,
  middle: (history) => median(history.map(({ value }) => value)),
};

/**
 * Makes the median absolute deviation of a normal distribution its standard deviation: 1 / Φ⁻¹(3/4) (Rousseeuw and Croux,
 * "Alternatives to the Median Absolute Deviation", JASA 88, 1993).
 */
const madToDeviation = 1.4826;

/**
 * A deviation that was estimated from few is itself uncertain, as Student knew. A MAD of `n` values is worth about 0.74 n
 * degrees of freedom (its efficiency is 37 %, Rousseeuw and Croux); at 3.5 deviations Student's t with so many lies
 * further out by this factor, the middle's own uncertainty included.
 */
const fewness = (n: number) => 1 + 7 / n;

/** Beyond so many deviations a value is an outlier (Iglewicz and Hoaglin, "How to Detect and Handle Outliers", 1993). */
const outlier = 3.5;

/** What is usual, from a history that is not empty. */
export function usualOf(scale: Scale, history: readonly Observation[]): Usual {
  const value = scale.middle(history);
  const usual = { value, spread: 1 };
  const mad = median(history.map((each) => Math.abs(deviations(scale, usual, each))));
  return { value, spread: Math.max(1, madToDeviation * mad * fewness(history.length)) };
}

/** The edges of the band for an observation of that weight. */
export function bandOf(scale: Scale, usual: Usual, weight: number): { lower: number; upper: number } {
  const middle = scale.toScore(usual.value, weight);
  const width = outlier * usual.spread * scale.chance(weight);
  return { lower: scale.toValue(middle - width, weight), upper: scale.toValue(middle + width, weight) };
}

function deviations(scale: Scale, { value, spread }: Usual, seen: Observation): number {
  const { weight } = seen;
  return (scale.toScore(seen.value, weight) - scale.toScore(value, weight)) / (spread * scale.chance(weight));
}

/** The middle value, or the mean of the two middle ones; NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN;
  return (lower + upper) / 2;
}
