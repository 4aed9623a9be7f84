import { defaultPolicy, type OrderPolicy } from "@doorbuster/core/order/policy";

/**
 * CloudWatch metrics of our own, which functions write into their logs (embedded metric format) and alarms watch. Beside
 * them stands everything that AWS measures by itself.
 */
export const metricsNamespace = "Doorbuster";

/** By type of timeline entry, or by channel. */
export type MetricDimension = "type" | "channel";

export interface MetricDefinition {
  readonly unit: "Count" | "Seconds" | "Milliseconds";
  /** The one dimension it has beside the service's name. */
  readonly dimension?: MetricDimension;
}

export const metrics = {
  /** Timeline entries passed on, by type. At least once, as the outbox is: good for alarms and rates, not for the books. */
  OrderEvents: { unit: "Count", dimension: "type" },
  /** How long the longest-standing order has been open that should have been settled by now; 0 without one. */
  OldestOpenSeconds: { unit: "Seconds" },
  /** Orders that were due and could not be looked at, or not without an error. */
  SweepBacklog: { unit: "Count" },
  /** Orders on which this run failed. */
  SweepFailures: { unit: "Count" },
  /** What does not agree between orders, stock, payments and live numbers, and nobody has explained. */
  ReconciliationMismatches: { unit: "Count" },
  /** How long ago the moment was up to which the books are audited. */
  BooksBehindSeconds: { unit: "Seconds" },
  /** Messages that a channel accepted. */
  NoticesSent: { unit: "Count", dimension: "channel" },
  /** Of these, messages whose earlier attempt ended without an answer: the customer may have two. */
  NoticesRepeated: { unit: "Count", dimension: "channel" },
  /** Notices that quiet hours held back. */
  NoticesHeld: { unit: "Count", dimension: "channel" },
  /** Held notices whose time has come. */
  NoticesReleased: { unit: "Count" },
  /** Attempts that failed and are made again. */
  NoticesFailed: { unit: "Count", dimension: "channel" },
  /** Notices put aside as dead letters at once. */
  NoticesGivenUp: { unit: "Count", dimension: "channel" },
  /** Anomalies that are open; written every minute, also when there is none. */
  Anomalies: { unit: "Count" },
} as const satisfies Record<string, MetricDefinition>;

export type MetricName = keyof typeof metrics;

/**
 * How long an order may stay open with a provider that answers. A reservation is 10 minutes and its one extension 5; then
 * the sweeper needs a minute to come by, and a minute more where the provider's search lags. What is older is alarmed:
 * something is broken, the provider not least.
 */
export function openAtMostSecondsBy({ reservationMs, extensionMs }: OrderPolicy): number {
  return (reservationMs + extensionMs) / 1000 + 2 * 60;
}

export const openAtMostSeconds = openAtMostSecondsBy(defaultPolicy);
