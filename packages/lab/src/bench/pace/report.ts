import { percentiles, speedOf, type Speed } from "../statistics.ts";
import type { MeasuredPace } from "./measure.ts";

type Times = Omit<Speed, "perSecond">;

/** In milliseconds. */
export interface PaceReport {
  /** Of the checkouts that were confirmed, from sending to the answer. */
  readonly checkout: Speed;
  /** From an order's confirmation to the live screen. */
  readonly screen: Times;
  /** From an order's confirmation to the hand-over of its mail. */
  readonly mail: Times;
}

export function paceReport({ load, screenMs, mailMs }: MeasuredPace): PaceReport {
  return {
    checkout: speedOf(load, "confirmed"),
    screen: percentiles(screenMs),
    mail: percentiles(mailMs),
  };
}

export function paceText({ checkout, screen, mail }: PaceReport): string {
  const line = (what: string, { p50, p95, p99 }: Times) =>
    `${what.padEnd(24)}p50 ${p50} ms, p95 ${p95} ms, p99 ${p99} ms`;
  return [
    `${checkout.perSecond.toFixed(1)} paid checkouts a second`,
    line("checkout answered", checkout),
    line("confirmed → on screen", screen),
    line("confirmed → mailed", mail),
  ].join("\n");
}
