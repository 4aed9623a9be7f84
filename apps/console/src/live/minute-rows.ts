import type { LiveSnapshot } from "@doorbuster/core/metrics/liveView";

/** One minute as the charts draw it. The present minute is not over: what it has so far is a series of its own. */
export interface MinuteRow {
  /** UTC, start of the minute. */
  readonly minute: string;
  readonly confirmed: number;
  readonly declined: number;
  /** Expired or cancelled. */
  readonly lapsed: number;
  readonly confirmedSoFar: number;
  /** Minor units. */
  readonly revenue: number;
  readonly revenueSoFar: number;
  /** Milliseconds; null in a minute without a confirmation. */
  readonly confirmMsP95: number | null;
  /** Shares of the decided orders; null where there is nothing to say. */
  readonly declineRate: number | null;
  readonly declineEdge: number | null;
}

export function minuteRows({ minutes }: LiveSnapshot, currency: string): MinuteRow[] {
  return minutes.map((minute, index) => {
    const isOver = index < minutes.length - 1;
    const revenue = minute.revenueMinor[currency] ?? 0;
    return {
      minute: minute.minute,
      confirmed: isOver ? minute.confirmed : 0,
      confirmedSoFar: isOver ? 0 : minute.confirmed,
      declined: minute.declined,
      lapsed: minute.expired + minute.cancelled,
      revenue: isOver ? revenue : 0,
      revenueSoFar: isOver ? 0 : revenue,
      confirmMsP95: minute.confirmMsP95,
      declineRate: minute.declineRate,
      declineEdge: minute.declineEdge,
    };
  });
}

/** The currency that most of the window's orders are in, as its revenue tells; the shop's charts show that one. */
export function mainCurrency(revenueMinor: Readonly<Record<string, number>>): string {
  const [most] = Object.entries(revenueMinor).toSorted(([, a], [, b]) => b - a);
  return most?.[0] ?? "GBP";
}
