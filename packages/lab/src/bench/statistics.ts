import { quantile } from "../replay/quantile.ts";
import type { LoadReport } from "./load/protocol.ts";

/** The middle value, or the mean of the two middle ones. Throws on an empty list: there is no median of nothing. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  if (upper === undefined || lower === undefined) throw new RangeError("There is no median of nothing");
  return (lower + upper) / 2;
}

/** How fast something was: done a second, and how long each took in milliseconds. */
export interface Speed {
  readonly perSecond: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** The speed of a load, of the answers of one kind alone. Throws when there are none: nothing has a speed of zero. */
export function speedOf({ answers, elapsedMs }: LoadReport, kind: string): Speed {
  const took = answers.filter((answer) => answer.kind === kind).map(({ tookMs }) => tookMs);
  if (took.length === 0) throw new Error(`Not one of ${answers.length} answers was ${kind}`);
  return { perSecond: (took.length * 1_000) / elapsedMs, ...percentiles(took) };
}

/** By nearest rank, in milliseconds to a tenth. */
export function percentiles(values: readonly number[]): Omit<Speed, "perSecond"> {
  const tenths = values.map((value) => value * 10);
  const at = (q: number) => (quantile(tenths, q) ?? 0) / 10;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

/** The median of every field by itself, over rounds that all have the same fields. */
export function medians<Fields extends Readonly<Record<keyof Fields, number>>>(
  rounds: readonly Fields[],
): Record<keyof Fields, number> {
  const names = Object.keys(rounds[0] ?? {}) as (keyof Fields)[];
  const entries = names.map((name) => [name, round(median(rounds.map((one) => one[name])))]);
  return Object.fromEntries(entries) as Record<keyof Fields, number>;
}

/** To three significant digits: no run of a benchmark is more exact than that. */
export const round = (value: number): number => Number(value.toPrecision(3));
