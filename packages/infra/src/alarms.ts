import { type FunctionName, functions, type Trigger } from "@doorbuster/adapters/definitions/functions";
import {
  type QueueDefinition,
  type QueueName,
  queues,
  type StreamName,
  streams,
} from "@doorbuster/adapters/definitions/messaging";
import { metricsNamespace, openAtMostSeconds } from "@doorbuster/adapters/definitions/metrics";
import { type TableName, tables } from "@doorbuster/adapters/definitions/tables";

import { keysOf } from "./keysOf.ts";
import { logMetrics, type LogMetricName, watchmenMetrics } from "./metrics.ts";
import type { Settings } from "./settings.ts";

/** Whose metric it is. Names in AWS are known only once things are deployed. */
export type Watched =
  | { readonly kind: "function"; readonly name: FunctionName }
  /** A function or queue that a site's build makes, by its name in AWS. */
  | { readonly kind: "siteFunction" | "siteQueue"; readonly name: string }
  | { readonly kind: "queue"; readonly name: QueueName | "ScheduleFailures" }
  | { readonly kind: "stream"; readonly name: StreamName }
  | { readonly kind: "table"; readonly name: TableName }
  | { readonly kind: "api" }
  | { readonly kind: "account" }
  /** A figure of our own: of all functions, or of one, or of one and what it says. */
  | { readonly kind: "own"; readonly service?: FunctionName; readonly channel?: string };

interface Metric {
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

/** An alarm on every promise: what should always hold, and what tells that it does not. */
export function alarmsOf(settings: Settings): Alarm[] {
  return [
    ...keysOf(functions).flatMap((name) => functionAlarms(name, settings)),
    ...keysOf(streams).flatMap((name) => streamAlarms(name, settings)),
    ...keysOf(queues).flatMap(queueAlarms),
    deadLetters(
      "ScheduleFailures",
      { kind: "queue", name: "ScheduleFailures" },
      "A call of the clock failed, and was put aside",
    ),
    ...keysOf(tables).flatMap(tableAlarms),
    ...stageAlarms(settings),
    ...keysOf(logMetrics).map(logAlarm),
    ...sweeperAlarms(),
    ...(["email", "sms", "push"] as const).map(givenUp),
    ...keysOf(watchmenMetrics).map(watchmanAlarm),
  ];
}

/** What a site's function must not do unnoticed. `title` names it as we do, `name` as AWS does. */
export function siteFunctionAlarms(title: string, name: string): Alarm[] {
  return [failing(title, { kind: "siteFunction", name }), throttled(title, { kind: "siteFunction", name })];
}

/** Pages that could not be made again. */
export function siteQueueAlarm(title: string, name: string): Alarm {
  return deadLetters(title, { kind: "siteQueue", name }, "Pages of a site could not be made again");
}

const minute = { periodSeconds: 60 };

const lambda = (of: Watched, metric: string, statistic: Metric["statistic"]): Metric => ({
  of,
  namespace: "AWS/Lambda",
  metric,
  statistic,
});

function failing(title: string, of: Watched): Alarm {
  return {
    name: `${title}-errors`,
    runbook: "function-errors",
    says: `More than 1 % of the calls of ${title} fail`,
    metric: lambda(of, "Errors", "Sum"),
    per: lambda(of, "Invocations", "Sum"),
    above: 1,
    ...minute,
    periods: 5,
  };
}

function throttled(title: string, of: Watched): Alarm {
  return {
    name: `${title}-throttled`,
    runbook: "function-throttled",
    says: `Calls of ${title} are refused because too many run at once`,
    metric: lambda(of, "Throttles", "Sum"),
    above: 0,
    ...minute,
    periods: 3,
  };
}

/** Percent of a function's time-out, of a quota, of a reservation: from here on there is little room. */
const nearlyFull = 0.8;

function functionAlarms(
  name: FunctionName,
  { functions: { accountConcurrency, reserved } }: Settings,
): Alarm[] {
  const { timeoutSeconds, ...rest } = functions[name];
  const triggers: readonly Trigger[] = functions[name].triggers;
  const defined = "reservedConcurrency" in rest ? rest.reservedConcurrency : undefined;
  const room = reserved[name] ?? defined ?? accountConcurrency;
  const of = { kind: "function", name } as const;
  const alarms: Alarm[] = [
    failing(name, of),
    throttled(name, of),
    {
      name: `${name}-slow`,
      runbook: "function-slow",
      says: `One call in a hundred of ${name} takes longer than it should`,
      metric: lambda(of, "Duration", "p99"),
      above: slowMs(triggers, timeoutSeconds),
      ...minute,
      periods: 5,
    },
    {
      name: `${name}-concurrency`,
      runbook: "concurrency",
      says: `${name} uses four fifths of the invocations that it may have at once`,
      metric: lambda(of, "ConcurrentExecutions", "Maximum"),
      above: Math.floor(room * nearlyFull),
      ...minute,
      periods: 3,
    },
  ];
  for (const trigger of triggers) {
    if (trigger.kind !== "table" && trigger.kind !== "stream") continue;
    alarms.push({
      name: `${name}-behind`,
      runbook: "reader-behind",
      says: `${name} is behind: what happened has not been passed on`,
      metric: lambda(of, "IteratorAge", "Maximum"),
      above: behindMs(trigger.maximumBatchingWindowSeconds),
      ...minute,
      periods: 3,
    });
  }
  return alarms;
}

/** Whoever waits for an answer waits 3 s at most; others may take most of their time. A stream lasts as long as it lasts. */
function slowMs(triggers: readonly Trigger[], timeoutSeconds: number): number {
  const answers = triggers.some((trigger) => trigger.kind === "http" && trigger.streaming !== true);
  return answers ? 3_000 : timeoutSeconds * 1_000 * nearlyFull;
}

/** A minute behind is late for all; a reader that collects may be as late as it collects. */
function behindMs(windowSeconds: number): number {
  return (60 + 2 * windowSeconds) * 1_000;
}

/** What one shard takes in a minute (Kinesis developer guide, "Quotas and limits"). */
const shardBytesPerMinute = 60 * 1024 ** 2;

function streamAlarms(name: StreamName, { stream: { capacity, shardQuota } }: Settings): Alarm[] {
  const kinesis = (metric: string): Metric => ({
    of: { kind: "stream", name },
    namespace: "AWS/Kinesis",
    metric,
    statistic: "Sum",
  });
  const shards = capacity === "onDemand" ? shardQuota : capacity.shards;
  return [
    {
      name: `${name}-writes-throttled`,
      runbook: "stream-full",
      says: `${name} refuses writes: a shard is full`,
      metric: kinesis("WriteProvisionedThroughputExceeded"),
      above: 0,
      ...minute,
      periods: 3,
    },
    {
      name: `${name}-shards`,
      runbook: "stream-full",
      // Kinesis has no metric of open shards: what they can carry stands for them.
      says: `${name} carries four fifths of what ${shards} shards can, which is all there are`,
      metric: kinesis("IncomingBytes"),
      above: Math.floor(shards * shardBytesPerMinute * nearlyFull),
      ...minute,
      periods: 3,
    },
  ];
}

const sqs = (of: Watched, metric: string): Metric => ({
  of,
  namespace: "AWS/SQS",
  metric,
  statistic: "Maximum",
});

function queueAlarms(name: QueueName): Alarm[] {
  const consumed = keysOf(functions).some((each) =>
    (functions[each].triggers as readonly Trigger[]).some(
      (trigger) => trigger.kind === "queue" && trigger.queue === name,
    ),
  );
  const of = { kind: "queue", name } as const;
  if (!consumed) return [deadLetters(name, of, `Messages were given up and lie in ${name}`)];
  const { retentionDays }: QueueDefinition = queues[name];
  return [
    {
      name: `${name}-old`,
      runbook: "queue-old",
      says: `A message has waited 5 minutes in ${name}, which forgets it after ${retentionDays} days`,
      metric: sqs(of, "ApproximateAgeOfOldestMessage"),
      above: 300,
      ...minute,
      periods: 3,
    },
  ];
}

function deadLetters(title: string, of: Watched, says: string): Alarm {
  return {
    name: `${title}-not-empty`,
    runbook: "dead-letters",
    says,
    metric: sqs(of, "ApproximateNumberOfMessagesVisible"),
    above: 0,
    ...minute,
    periods: 1,
  };
}

function tableAlarms(name: TableName): Alarm[] {
  return (["Read", "Write"] as const).map((direction) => ({
    name: `${name}-${direction.toLowerCase()}s-throttled`,
    runbook: "table-throttled",
    says: `${name} refuses ${direction.toLowerCase()}s: the table or one of its partitions is full`,
    metric: {
      of: { kind: "table", name },
      namespace: "AWS/DynamoDB",
      metric: `${direction}ThrottleEvents`,
      statistic: "Sum",
    },
    above: 0,
    ...minute,
    periods: 3,
  }));
}

function stageAlarms({ functions: { accountConcurrency } }: Settings): Alarm[] {
  const api = (metric: string): Metric => ({
    of: { kind: "api" },
    namespace: "AWS/ApiGateway",
    metric,
    statistic: "Sum",
  });
  return [
    {
      name: "account-concurrency",
      runbook: "concurrency",
      says: "The account uses four fifths of the invocations that it may have at once, over all its stages",
      metric: {
        of: { kind: "account" },
        namespace: "AWS/Lambda",
        metric: "ConcurrentExecutions",
        statistic: "Maximum",
      },
      above: Math.floor(accountConcurrency * nearlyFull),
      ...minute,
      periods: 3,
    },
    {
      name: "api-errors",
      runbook: "api-errors",
      says: "More than 1 % of the API's answers are errors of ours",
      metric: api("5XXError"),
      per: api("Count"),
      above: 1,
      ...minute,
      periods: 5,
    },
    {
      name: "mail-bounces",
      runbook: "mail-reputation",
      says: "More than 5 % of mails bounce: SES looks into accounts that do, and stops them at 10 %",
      metric: {
        of: { kind: "account" },
        namespace: "AWS/SES",
        metric: "Reputation.BounceRate",
        statistic: "Average",
      },
      above: 0.05,
      periodSeconds: 3_600,
      periods: 1,
    },
  ];
}

const own = (
  metric: string,
  statistic: Metric["statistic"],
  of: Omit<Watched & { kind: "own" }, "kind">,
): Metric => ({
  of: { kind: "own", ...of },
  namespace: metricsNamespace,
  metric,
  statistic,
});

function logAlarm(name: LogMetricName): Alarm {
  const { says, above, periods } = logMetrics[name];
  const metric = own(name, "Sum", {});
  return { name: kebab(name), runbook: "payment-failures", says, metric, above, ...minute, periods };
}

function sweeperAlarms(): Alarm[] {
  const sweeper = { service: "sweep" } as const;
  return [
    {
      name: "oldest-open",
      runbook: "sweeper-backlog",
      says: `An order has been open for more than ${openAtMostSeconds / 60} minutes`,
      metric: own("OldestOpenSeconds", "Maximum", sweeper),
      above: openAtMostSeconds,
      ...minute,
      periods: 2,
    },
    {
      name: "sweep-backlog",
      runbook: "sweeper-backlog",
      says: "More orders are left open than the sweeper settles",
      metric: own("SweepBacklog", "Maximum", sweeper),
      above: 100,
      ...minute,
      periods: 5,
    },
    {
      name: "sweep-failures",
      runbook: "sweeper-backlog",
      says: "There are orders that the sweeper cannot settle",
      metric: own("SweepFailures", "Maximum", sweeper),
      above: 0,
      ...minute,
      periods: 5,
    },
  ];
}

function givenUp(channel: "email" | "sms" | "push"): Alarm {
  return {
    name: `${channel}-given-up`,
    runbook: "dead-letters",
    says: `Notices by ${channel} are refused for good and put aside`,
    metric: own("NoticesGivenUp", "Sum", { service: channel, channel }),
    above: 10,
    periodSeconds: 3_600,
    periods: 1,
  };
}

function watchmanAlarm(name: keyof typeof watchmenMetrics): Alarm {
  const { runbook, says } = watchmenMetrics[name];
  return {
    name: kebab(name),
    runbook,
    says,
    metric: own(name, "Maximum", {}),
    above: 0,
    ...minute,
    periods: 1,
  };
}

function kebab(name: string): string {
  return name.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
}
