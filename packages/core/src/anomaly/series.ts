import { quantile } from "../metrics/histogram.ts";
import { merge, type LiveNumbers } from "../metrics/liveNumbers.ts";
import { bandOf, counts, durations, median, shares } from "./band.ts";
import type { Observation, Scale, Usual } from "./band.ts";
import { addAll, tally, type Tally } from "../metrics/tally.ts";
import type { Stretch } from "./stretch.ts";

/** What is watched, each named for what is wrong when it leaves its band, and each on one side alone. */
export const seriesNames = [
  "fewerOrders",
  "moreOrders",
  "moreDeclines",
  "slowerConfirmation",
  "pipelineLag",
  "fasterSale",
] as const;
export type SeriesName = (typeof seriesNames)[number];

/** What was seen in a minute, or in the few minutes that it took to see enough. */
export interface Point extends Observation {
  /** Milliseconds since the epoch, both. */
  readonly from: number;
  readonly to: number;
  readonly numbers: LiveNumbers;
}

/** So many points in a row decide, that it has begun and that it is over: what one minute says, the next may take back. */
export const pointsToDecide = 3;

export interface Series {
  readonly name: SeriesName;
  /** The product, where each has a series of its own. */
  readonly sku?: string;
  readonly scale: Scale;
  readonly side: "above" | "below";
  /** A point is made of so many single observations at least. */
  readonly weightMin: number;
  readonly observe: (numbers: LiveNumbers) => Observation | undefined;
  /** Where the band ends on this side: no nearer than chance leads, and no nearer than anybody need look. */
  readonly edge: (chance: number, usual: number, numbers: LiveNumbers) => number;
}

/** Where the band ends for what was seen, on the side that the series is watched on. */
export function edgeOf(
  { scale, side, edge }: Series,
  usual: Usual,
  { weight, numbers }: Pick<Point, "weight" | "numbers">,
): number {
  const { lower, upper } = bandOf(scale, usual, weight);
  return edge(side === "above" ? upper : lower, usual.value, numbers);
}

/** A rate under these is nobody's concern, however unusual it is. */
const attention = {
  /** Orders or units a minute, more than usual. */
  perMinute: 10,
  /** Up or down by this factor. */
  factor: 1.5,
  /** Of a hundred decided orders, more than usual. */
  declines: 0.05,
  /** Within a second nobody feels that they wait (Nielsen, "Usability Engineering", 1993). */
  confirmMs: 1_000,
  /** Then the live screen is visibly behind: it promises a second. */
  lagMs: 5_000,
} as const;

/** A share of fewer is too coarse to say anything. */
const decidedMin = 10;
/** The 95th percentile of fewer is little more than the slowest of them. */
const timedMin = 5;

export const moreDeclines: Series = {
  name: "moreDeclines",
  scale: shares,
  side: "above",
  weightMin: decidedMin,
  observe({ counts: { "order.declined": declined = 0, "order.confirmed": confirmed = 0 } }) {
    const weight = declined + confirmed;
    return weight === 0 ? undefined : { value: declined / weight, weight };
  },
  edge: (chance, usual) => Math.max(chance, usual + attention.declines),
};

const slowerConfirmation: Series = {
  name: "slowerConfirmation",
  scale: durations,
  side: "above",
  weightMin: timedMin,
  observe: ({ confirmMs, counts: { "order.confirmed": weight = 0 } }) => p95(confirmMs, weight),
  edge: (chance, usual) => Math.max(chance, usual * attention.factor, attention.confirmMs),
};

const pipelineLag: Series = {
  name: "pipelineLag",
  scale: durations,
  side: "above",
  weightMin: timedMin,
  observe: ({ lagMs, counts: events }) =>
    p95(
      lagMs,
      Object.values(events).reduce((sum, n) => sum + n, 0),
    ),
  edge: (chance, usual) => Math.max(chance, usual * attention.factor, attention.lagMs),
};

/** The series that every shop has. */
export function shopSeries(stretches: readonly Stretch[], soldOut: ReadonlySet<string>): Series[] {
  return [
    fewerOrders(stretches, soldOut),
    moreOrders(stretches),
    moreDeclines,
    slowerConfirmation,
    pipelineLag,
  ];
}

/**
 * People try to buy less than they did of what can still be bought: the end of a drop that sells out is no anomaly.
 * Declined orders count too, since what becomes of an attempt is other series' business.
 */
function fewerOrders(stretches: readonly Stretch[], soldOut: ReadonlySet<string>): Series {
  const skus = Object.keys(unitsSold(stretches));
  const isAllGone = skus.length > 0 && skus.every((sku) => soldOut.has(sku));
  return {
    name: "fewerOrders",
    scale: counts,
    side: "below",
    weightMin: 0,
    observe: (numbers) => (isAllGone ? undefined : ordersOf((sku) => !soldOut.has(sku), numbers)),
    edge: (chance, usual) => Math.min(chance, usual / attention.factor),
  };
}

/** Goods that did not sell before the last so many minutes are new: half of the history, and the minutes being judged. */
const newMinutes = 18;

/**
 * People buy more than they did of what was on sale before. A drop begins with goods that did not sell until then: their
 * orders are left out for as long as it takes until they are what is usual.
 */
function moreOrders(stretches: readonly Stretch[]): Series {
  const known = unitsSold(stretches.slice(0, -newMinutes));
  return {
    name: "moreOrders",
    scale: counts,
    side: "above",
    weightMin: 0,
    observe: (numbers) => ordersOf((sku) => sku in known, numbers),
    edge: (chance, usual) => Math.max(chance, usual * attention.factor, usual + attention.perMinute),
  };
}

/** The orders placed for some goods. Only confirmed ones tell what they are for; the others are taken to be alike. */
function ordersOf(isMeant: (sku: string) => boolean, { counts: events, units, skuUnits }: LiveNumbers) {
  const { "order.placed": placed = 0 } = events;
  const meant = Object.entries(skuUnits).reduce((sum, [sku, n]) => sum + (isMeant(sku) ? n : 0), 0);
  return { value: units === 0 ? placed : (placed * meant) / units, weight: 1 };
}

/**
 * One product sells faster than it did, and not because everything does: robots. The band widens with the crowd, that is
 * with what else is sold.
 */
export function fasterSale(sku: string, stretches: readonly Stretch[]): Series {
  const others = ({ units, skuUnits }: LiveNumbers) => units - (skuUnits[sku] ?? 0);
  const usualOthers = median(stretches.slice(0, -pointsToDecide).map(({ numbers }) => others(numbers)));
  return {
    name: "fasterSale",
    sku,
    scale: counts,
    side: "above",
    weightMin: 0,
    observe: ({ skuUnits }) => ({ value: skuUnits[sku] ?? 0, weight: 1 }),
    edge(chance, usual, numbers) {
      const crowd = Math.max(1, (others(numbers) + 1) / (usualOthers + 1));
      return Math.max(chance, usual * attention.factor, usual + attention.perMinute) * crowd;
    },
  };
}

/** Units by SKU, in all the minutes together. */
export function unitsSold(stretches: readonly Stretch[]): Tally {
  const units = tally();
  for (const { numbers } of stretches) addAll(units, numbers.skuUnits);
  return units;
}

/** Products that sell fast enough to be looked at in the newest minute. */
export function fastSkus(stretches: readonly Stretch[]): string[] {
  const { skuUnits = {} } = stretches.at(-1)?.numbers ?? {};
  return Object.keys(skuUnits).filter((sku) => (skuUnits[sku] ?? 0) >= attention.perMinute);
}

function p95(histogram: Readonly<Record<string, number>>, weight: number): Observation | undefined {
  const value = quantile(histogram, 0.95);
  return value === null ? undefined : { value, weight };
}

/**
 * Cuts the minutes into points, from the newest backwards: minutes in which too little was seen are taken together with
 * those before them. Oldest first.
 */
export function pointsOf({ observe, weightMin }: Series, stretches: readonly Stretch[]): Point[] {
  const points: Point[] = [];
  let open: { readonly to: number; readonly numbers: LiveNumbers } | undefined;
  for (const { from, to, numbers } of stretches.toReversed()) {
    open = open ? { ...open, numbers: merge([numbers, open.numbers]) } : { to, numbers };
    const seen = observe(open.numbers);
    if (seen !== undefined && seen.weight >= weightMin) points.unshift({ ...seen, from, ...open });
    if (seen === undefined || seen.weight >= weightMin) open = undefined;
  }
  return points;
}

/** From when on there was anything: a count begins with the first that is not nought, before that nothing was on sale. */
export function sinceFirst({ scale }: Series, points: readonly Point[]): readonly Point[] {
  if (scale !== counts) return points;
  const first = points.findIndex(({ value }) => value > 0);
  return first === -1 ? [] : points.slice(first);
}
