import type { FunctionName } from "@doorbuster/adapters/definitions/functions";
import { logFilters } from "@doorbuster/adapters/definitions/logFilters";
import { metricsNamespace } from "@doorbuster/adapters/definitions/metrics";
import type { EntryType } from "@doorbuster/core/order/lifecycle";

/** Stages of one account keep their figures apart. Functions are told it as `POWERTOOLS_METRICS_NAMESPACE`. */
export function namespaceOf(stage: string): string {
  return `${metricsNamespace}/${stage}`;
}

/** Figures that CloudWatch reads out of what functions log anyway: how often a line comes that fits the filter. */
export const logMetrics = {
  PaymentsUnavailable: {
    functions: ["shop"],
    filter: logFilters.PaymentsUnavailable,
    above: 5,
    periods: 3,
    says: "Customers are told that the payment provider does not answer",
  },
  PaymentsRefused: {
    functions: ["shop", "payments", "sweep", "webhook"],
    filter: logFilters.PaymentsRefused,
    above: 0,
    periods: 1,
    says: "The payment provider refuses requests of ours: a key or a setting is wrong",
  },
  StrayHolds: {
    functions: ["payments", "sweep", "webhook"],
    filter: logFilters.StrayHolds,
    above: 0,
    periods: 15,
    says: "Money is held for an order that ended, and for a quarter of an hour it could not be let go",
  },
} as const satisfies Record<keyof typeof logFilters, LogMetric>;

interface LogMetric {
  readonly functions: readonly FunctionName[];
  /** CloudWatch's pattern over a line of JSON. */
  readonly filter: string;
  /** Raised when more lines than this come in each of so many minutes. */
  readonly above: number;
  readonly periods: number;
  readonly says: string;
}

export type LogMetricName = keyof typeof logMetrics;

/** Timeline entries after which an order's money goes no further by itself: the code has given up, and a person must not. */
export const lostMoney = {
  "refund.failed": {
    name: "refunds-failed",
    says: "The payment provider refused a refund for good: a customer waits for money",
  },
  "payment.lost": {
    name: "holds-lost",
    says: "The hold of a confirmed order was gone before it was taken: goods are promised without money",
  },
} as const satisfies Partial<Record<EntryType, { readonly name: string; readonly says: string }>>;

/** Figures that whoever audits the books, and whoever looks for anomalies, writes by itself. */
export const watchmenMetrics = {
  ReconciliationMismatches: {
    runbook: "reconciliation",
    says: "Orders, stock, payments and live numbers do not agree, or nobody looks any more whether they do",
    service: "reconcile", // every five minutes
    silentSeconds: 900,
  },
  Anomalies: {
    service: "detect", // every minute, of which the clock may leave one out
    silentSeconds: 120,
    runbook: "anomaly",
    says: "Orders, declines, waiting times or sell-through left their usual band, or nobody looks",
  },
} as const satisfies Record<string, WatchmanMetric>;

interface WatchmanMetric {
  /** Who writes it. */
  readonly service: FunctionName;
  /** Written so often that nothing for this long is an alarm too. CloudWatch takes whole minutes. */
  readonly silentSeconds: number;
  readonly runbook: "reconciliation" | "anomaly";
  readonly says: string;
}
