import { isoTime } from "../ports.ts";
import { minuteMs } from "../metrics/window.ts";
import type { Anomaly, DetectorState, Findings } from "./anomaly.ts";
import { usualOf, type Usual } from "./band.ts";
import {
  edgeOf,
  fasterSale,
  fastSkus,
  pointsOf,
  pointsToDecide,
  shopSeries,
  sinceFirst,
  type Point,
  type Series,
  type SeriesName,
} from "./series.ts";
import type { Stretch } from "./stretch.ts";

/** From less nobody can say what is usual: minutes, and points cut out of them. */
const historyMin = { ms: 15 * minuteMs, points: 8 };
/** Points that reach back further than this speak of another time. */
const recentMs = 15 * minuteMs;
/** What lasts so long is the new usual: by then nothing else is left in the minutes that are looked at. */
const openMaxMs = 60 * minuteMs;
/** What is over is remembered for a day, for people who look. */
const pastMaxMs = 24 * 60 * minuteMs;
const pastMax = 50;

/** What is looked at. */
export interface Seen {
  /** Minutes that lie wholly behind us, the oldest first. */
  readonly stretches: readonly Stretch[];
  /** Of what sold in them, what can no longer be bought. */
  readonly soldOut: ReadonlySet<string>;
}

/** What the next look goes by, and what is to be told. */
export interface Detection extends Findings {
  readonly usual: DetectorState["usual"];
  readonly open: readonly Anomaly[];
  readonly past: readonly Anomaly[];
}

/**
 * Looks at every series once. Pure: it goes by the minutes' numbers, so neither the order of events nor their repetition
 * matters, and by what the look before has left.
 *
 * @param now milliseconds since the epoch
 */
export function detect(before: Pick<DetectorState, "open" | "past">, seen: Seen, now: number): Detection {
  const usual: DetectorState["usual"] = {};
  const began: Anomaly[] = [];
  const over: Anomaly[] = [];
  const open: Anomaly[] = [];
  for (const series of seriesOf(before.open, seen)) {
    const points = pointsOf(series, seen.stretches);
    const former = before.open.find((each) => isOf(each, series));
    const known = former?.usual ?? learn(series, points, [...before.open, ...before.past], now);
    if (known && series.sku === undefined) usual[series.name] = known;
    if (former) {
      const after = follow(former, series, points, now);
      (after.ended === null ? open : over).push(after);
    } else if (known) {
      const found = begin(series, known, points, now);
      if (found) began.push(found);
    }
  }
  const kept = before.past.filter(({ endedAt }) => Date.parse(endedAt ?? "") > now - pastMaxMs);
  return {
    usual,
    began,
    over,
    open: [...open, ...began],
    past: [...over, ...kept].slice(0, pastMax),
  };
}

function seriesOf(open: readonly Anomaly[], { stretches, soldOut }: Seen): Series[] {
  const skus = new Set([...open.flatMap(({ sku }) => sku ?? []), ...fastSkus(stretches)]);
  return [...shopSeries(stretches, soldOut), ...[...skus].map((sku) => fasterSale(sku, stretches))];
}

function isOf(anomaly: Anomaly, { name, sku }: { name: SeriesName; sku?: string }): boolean {
  return anomaly.series === name && anomaly.sku === sku;
}

/** Both are about orders: what is no usual rise is no usual level to fall from. */
const twins: Partial<Record<SeriesName, SeriesName>> = {
  fewerOrders: "moreOrders",
  moreOrders: "fewerOrders",
};

/**
 * What is usual by the points that are not being judged and were no anomaly. When too few are left because of one, what
 * was usual before it still is; one that was taken for the new usual is history like any other.
 */
function learn(
  series: Series,
  points: readonly Point[],
  anomalies: readonly Anomaly[],
  now: number,
): Usual | undefined {
  const unusual = anomalies
    .filter((each) => isOf(each, series) || each.series === twins[series.name])
    .filter(({ ended }) => ended !== "usual");
  const history = sinceFirst(series, points.slice(0, -pointsToDecide)).filter(
    (point) => !unusual.some((anomaly) => overlaps(anomaly, point, now)),
  );
  const coveredMs = history.reduce((sum, { from, to }) => sum + to - from, 0);
  if (coveredMs >= historyMin.ms && history.length >= historyMin.points) {
    return usualOf(series.scale, history);
  }
  const [first] = points;
  return unusual.find((anomaly) => first !== undefined && overlaps(anomaly, { ...first, to: now }, now))
    ?.usual;
}

function overlaps({ startedAt, endedAt }: Anomaly, { from, to }: Pick<Point, "from" | "to">, now: number) {
  return from < (endedAt === null ? now : Date.parse(endedAt)) && to > Date.parse(startedAt);
}

/** An anomaly, when the newest points all lie outside the band. */
function begin(
  series: Series,
  usual: Usual,
  points: readonly Point[],
  now: number,
): Omit<Anomaly, "product"> | undefined {
  const run = newestRun(points, (point) => isOutside(series, usual, point));
  const newest = run.at(-1);
  const deciding = run.at(-pointsToDecide);
  if (!newest || !deciding || deciding.from < now - recentMs - minuteMs) return undefined;
  return {
    series: series.name,
    ...(series.sku !== undefined && { sku: series.sku }),
    startedAt: isoTime(run[0]?.from ?? newest.from),
    foundAt: isoTime(now),
    endedAt: null,
    ended: null,
    value: newest.value,
    worst: farthest(series, run),
    edge: edgeOf(series, usual, newest),
    usual,
  };
}

/** An open anomaly as it is now, or as it ended. */
function follow(former: Anomaly, series: Series, points: readonly Point[], now: number): Anomaly {
  const since = points.filter(({ to }) => to > Date.parse(former.startedAt));
  const newest = since.at(-1);
  if (!newest || newest.to < now - recentMs - minuteMs) return end(former, "unseen", now);
  const after = {
    ...former,
    value: newest.value,
    worst: farthest(series, since, former.worst),
    edge: edgeOf(series, former.usual, newest),
  };
  const calm = newestRun(since, (point) => !isOutside(series, former.usual, point));
  if (calm.length >= pointsToDecide) return end(after, "back", calm[0]?.from ?? now);
  return now - Date.parse(former.startedAt) >= openMaxMs ? end(after, "usual", now) : after;
}

function end(anomaly: Anomaly, ended: Anomaly["ended"], at: number): Anomaly {
  return { ...anomaly, ended, endedAt: isoTime(at) };
}

/** The points from the newest backwards of which something holds, the oldest first. */
function newestRun(points: readonly Point[], holds: (point: Point) => boolean): readonly Point[] {
  return points.slice(points.findLastIndex((point) => !holds(point)) + 1);
}

function isOutside(series: Series, usual: Usual, point: Point): boolean {
  const edge = edgeOf(series, usual, point);
  return series.side === "above" ? point.value > edge : point.value < edge;
}

function farthest({ side }: Series, points: readonly Point[], ...more: number[]): number {
  const values = [...points.map(({ value }) => value), ...more];
  return side === "above" ? Math.max(...values) : Math.min(...values);
}
