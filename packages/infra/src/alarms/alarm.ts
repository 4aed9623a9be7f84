import type { FunctionName } from "@doorbuster/adapters/definitions/functions";
import type { QueueName, StreamName } from "@doorbuster/adapters/definitions/messaging";
import type { TableName } from "@doorbuster/adapters/definitions/tables";
import type { EntryType } from "@doorbuster/core/order/lifecycle";

/** Whose metric it is. Names in AWS are known only once things are deployed. */
export type Watched =
  | { readonly kind: "function"; readonly name: FunctionName }
  /** A function or queue that a site's build makes, by its name in AWS. */
  | { readonly kind: "siteFunction" | "siteQueue"; readonly name: string }
  | { readonly kind: "queue"; readonly name: QueueName | "ScheduleFailures" }
  | { readonly kind: "stream"; readonly name: StreamName }
  | { readonly kind: "table"; readonly name: TableName }
  | { readonly kind: "index"; readonly table: TableName; readonly name: string }
  | { readonly kind: "api" }
  | { readonly kind: "account" }
  /** A figure of our own: of all functions, or of one, or of one and what it says. */
  | {
      readonly kind: "own";
      readonly service?: FunctionName;
      readonly channel?: string;
      readonly type?: EntryType;
    };

export interface Metric {
  readonly of: Watched;
  readonly namespace: string;
  readonly metric: string;
  /** `p99` and the like, or one of CloudWatch's statistics. */
  readonly statistic: "Sum" | "Maximum" | "Average" | "p99";
}

export interface Alarm {
  /** Unique in the stage. */
  readonly name: string;
  /** `docs/aws/runbooks/<runbook>.md`: what it means, where to look, what to do. */
  readonly runbook: Runbook;
  readonly says: string;
  readonly metric: Metric;
  /** Divides the metric: a rate in percent. */
  readonly per?: Metric;
  /** Raised when the value is greater. */
  readonly above: number;
  readonly periodSeconds: number;
  /** This many periods in a row. */
  readonly periods: number;
  /** Silence is an alarm too: for what reports every minute, whether or not there is anything to report. */
  readonly silenceIsAlarm?: boolean;
}

/** Each kind of alarm has one runbook. */
export const runbooks = [
  "function-errors",
  "function-slow",
  "function-throttled",
  "concurrency",
  "reader-behind",
  "stream-full",
  "queue-old",
  "dead-letters",
  "table-throttled",
  "api-errors",
  "payment-failures",
  "sweeper-backlog",
  "reconciliation",
  "anomaly",
  "mail-reputation",
  "budget",
] as const;
export type Runbook = (typeof runbooks)[number];

/** Most alarms look at each minute. */
export const minute = { periodSeconds: 60 };

/** Percent of a function's time-out, of a quota, of a reservation: from here on there is little room. */
export const nearlyFull = 0.8;
