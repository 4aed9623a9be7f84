import type { Answer, LoadReport } from "../load/protocol.ts";
import { percentiles, round } from "../statistics.ts";
import type { MeasuredSpike } from "./measure.ts";

export interface SpikeReport {
  readonly capacityPerSecond: number;
  readonly spikePerSecond: number;
  readonly requests: number;
  /** Of all answers, in milliseconds. */
  readonly p95Ms: number;
  readonly byKind: Readonly<
    Record<string, { readonly share: number; readonly answers: number; readonly p95Ms: number }>
  >;
  /** Requests without a true answer: none, a broken or an untyped one, or "later" without a time. */
  readonly untrue: number;
  /** From the spike's last request until its last answer: whoever was still in line is served meanwhile. */
  readonly lineEmptyAfterSeconds: number;
  /**
   * From the spike's last request until a second at 90 % of the closed loop's speed is full, the line's emptying counted
   * in; null when that was not seen.
   */
  readonly fullSpeedAfterSeconds: number | null;
}

/** What is the end of it for a customer; and "later" is, where it says when. A guest card that pays leaves nothing open. */
const trueKinds: ReadonlySet<string> = new Set(["confirmed", "declined", "SOLD_OUT"]);

export function isTrue({ kind, timed }: Answer): boolean {
  return kind === "RATE_LIMITED" ? timed === true : trueKinds.has(kind);
}

export function spikeReport(measured: MeasuredSpike): SpikeReport {
  const { capacity, perSecond, spike } = measured;
  const { answers } = spike;
  const p95 = (some: LoadReport["answers"]) => percentiles(some.map(({ tookMs }) => tookMs)).p95;
  const kinds = [...Map.groupBy(answers, ({ kind }) => kind)].sort(([, a], [, b]) => b.length - a.length);
  return {
    capacityPerSecond: round(capacity),
    spikePerSecond: perSecond,
    requests: answers.length,
    p95Ms: p95(answers),
    byKind: Object.fromEntries(
      kinds.map(([kind, some]) => [
        kind,
        { share: round(some.length / answers.length), answers: some.length, p95Ms: p95(some) },
      ]),
    ),
    untrue: answers.filter((answer) => !isTrue(answer)).length,
    lineEmptyAfterSeconds: round((spike.elapsedMs - lastSentAtMs(spike)) / 1_000),
    fullSpeedAfterSeconds: fullSpeedAfter(measured),
  };
}

/** How much of the former speed is full speed: two runs of the same differ by as much. */
const fullShare = 0.9;
const windowMs = 1_000;
const stepMs = 250;

/**
 * In seconds from the spike's last request; null without a second of full speed. The closed loop that is watched begins
 * only at the spike's last answer, so what lies between is added: until then a newcomer stands in line behind the spike.
 */
export function fullSpeedAfter({
  capacity,
  spike,
  afterwards,
}: Pick<MeasuredSpike, "capacity" | "spike" | "afterwards">): number | null {
  const endMs = firstFullSecond(afterwards, capacity * fullShare);
  if (endMs === null) return null;
  const lastRequestMs = spike.startedAtMs + lastSentAtMs(spike);
  return round((afterwards.startedAtMs + endMs - lastRequestMs) / 1_000);
}

/** When the first second with so many confirmed orders is over, in milliseconds from the beginning of the load. */
function firstFullSecond({ answers, elapsedMs }: LoadReport, perSecond: number): number | null {
  const confirmedAt = answers
    .filter(({ kind }) => kind === "confirmed")
    .map(({ sentAtMs, tookMs }) => sentAtMs + tookMs);
  for (let endMs = windowMs; endMs <= elapsedMs; endMs += stepMs) {
    const inWindow = confirmedAt.filter((at) => at > endMs - windowMs && at <= endMs).length;
    if (inWindow >= perSecond) return endMs;
  }
  return null;
}

const lastSentAtMs = ({ answers }: LoadReport) =>
  answers.reduce((last, { sentAtMs }) => Math.max(last, sentAtMs), 0);

export function spikeText(report: SpikeReport): string {
  const kinds = Object.entries(report.byKind).map(
    ([kind, { share, answers, p95Ms }]) =>
      `  ${kind.padEnd(20)}${`${(share * 100).toFixed(1)} %`.padStart(9)}${String(answers).padStart(9)}${`p95 ${p95Ms} ms`.padStart(16)}`,
  );
  const again = report.fullSpeedAfterSeconds;
  return [
    `closed loop: ${report.capacityPerSecond} paid checkouts a second`,
    `spike: ${report.spikePerSecond} requests a second, ${report.requests} in all, 95 % answered within ${report.p95Ms} ms`,
    ...kinds,
    `without a true answer: ${report.untrue}`,
    `from the last request on: the line empty after ${report.lineEmptyAfterSeconds} s, ${again === null ? "full speed never again" : `full speed again after ${again} s`}`,
  ].join("\n");
}
