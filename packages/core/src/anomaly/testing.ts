import { observe, type Histogram } from "../metrics/histogram.ts";
import { numbersFrom, type LiveNumbers } from "../metrics/liveNumbers.ts";
import { minuteMs } from "../metrics/window.ts";
import { nothingDetected, type Anomaly, type DetectorState } from "./anomaly.ts";
import { detect, type Detection } from "./detect.ts";
import { stretchesMax } from "./stretch.ts";

/** What a minute of a shop comes to, for tests; what is left out is as on an ordinary day. */
export interface Minute {
  readonly placed?: number;
  readonly declined?: number;
  /** Milliseconds that every confirmation took, and that every event took to be counted. */
  readonly confirmMs?: number;
  readonly lagMs?: number;
  /** Units by SKU; unless told, one of the same product for every confirmed order. */
  readonly units?: Readonly<Record<string, number>>;
}

export const start = Date.parse("2026-11-27T09:00:00.000Z");

export function numbersOf(minute: Minute): LiveNumbers {
  const { placed = 60, declined = 0, confirmMs = 500, lagMs = 300 } = minute;
  const numbers = numbersFrom();
  const confirmed = placed - declined;
  Object.assign(numbers.counts, {
    "order.placed": placed,
    "order.confirmed": confirmed,
    "order.declined": declined,
  });
  Object.assign(numbers.skuUnits, minute.units ?? { LAMP: confirmed });
  numbers.units = Object.values(numbers.skuUnits).reduce((sum, units) => sum + units, 0);
  observeAll(numbers.confirmMs, confirmMs, confirmed);
  observeAll(numbers.lagMs, lagMs, placed + confirmed + declined);
  return numbers;
}

function observeAll(histogram: Histogram, ms: number, times: number): void {
  if (times > 0) observe(histogram, ms);
  for (const bin of Object.keys(histogram)) histogram[bin] = times;
}

/** `length` minutes, each as `make` says. */
export const minutes = <T>(length: number, make: (i: number) => T): T[] =>
  Array.from({ length }, (_, i) => make(i));

/** The moment at which the first `n` minutes are over. */
export const after = (n: number) => start + n * minuteMs;

/** Looks once a minute, as the function does, from the first full half hour to the end; answers each look. */
export function looks(
  all: readonly Minute[],
  soldOut: (minute: number) => readonly string[] = () => [],
): (Detection & { readonly minute: number })[] {
  const stretches = all.map((minute, i) => ({
    from: after(i),
    to: after(i + 1),
    numbers: numbersOf(minute),
  }));
  let state: Pick<DetectorState, "open" | "past"> = nothingDetected;
  return minutes(all.length - stretchesMax + 1, (i) => {
    const minute = i + stretchesMax;
    const seen = { stretches: stretches.slice(i, minute), soldOut: new Set(soldOut(minute)) };
    const detection = detect(state, seen, after(minute));
    state = { open: [...detection.open], past: [...detection.past] };
    return { ...detection, minute };
  });
}

/** What was told, by the minute in which it was: `33 began moreDeclines`. */
export function told(all: ReturnType<typeof looks>): string[] {
  const say = (verb: string, minute: number) => (anomaly: Anomaly) =>
    `${minute} ${verb} ${[anomaly.series, anomaly.sku].filter(Boolean).join(" ")}`;
  return all.flatMap(({ minute, began, over }) => [
    ...began.map(say("began", minute)),
    ...over.map(say("over", minute)),
  ]);
}

/** Numbers in [0, 1) from a seed (mulberry32), so that a test is the same whenever it runs. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Arrivals of a minute, when so many come on average. */
export function poisson(random: () => number, mean: number): number {
  let [arrivals, left] = [0, mean];
  for (;;) {
    left += Math.log(1 - random());
    if (left < 0) return arrivals;
    arrivals++;
  }
}

export function binomial(random: () => number, n: number, share: number): number {
  return minutes(n, () => random()).filter((drawn) => drawn < share).length;
}

export function gaussian(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
