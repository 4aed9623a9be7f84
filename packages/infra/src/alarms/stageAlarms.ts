import { metricsNamespace, openAtMostSeconds } from "@doorbuster/adapters/definitions/metrics";

import { keysOf } from "../keysOf.ts";
import { lostMoney, logMetrics, type LogMetricName, watchmenMetrics } from "../metrics.ts";
import type { Settings } from "../settings.ts";
import { type Alarm, type Metric, minute, nearlyFull, type Watched } from "./alarm.ts";

/** Promises of the stage as a whole: what customers see, what is paid, what is left open. */
export function stageAlarms(settings: Settings): Alarm[] {
  return [
    ...sharedAlarms(settings),
    ...keysOf(logMetrics).map(logAlarm),
    ...keysOf(lostMoney).map(lostMoneyAlarm),
    ...sweeperAlarms(),
    ...(["email", "sms", "push"] as const).map(givenUp),
    ...keysOf(watchmenMetrics).map(watchmanAlarm),
    auditorAlarm(),
  ];
}

function sharedAlarms({ functions: { accountConcurrency } }: Settings): Alarm[] {
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

/** Each single one is for a person, and the function `publish` counts it. Several within a quarter of an hour are one mail. */
function lostMoneyAlarm(type: keyof typeof lostMoney): Alarm {
  return {
    ...lostMoney[type],
    runbook: "payment-failures",
    metric: own("OrderEvents", "Sum", { service: "publish", type }),
    above: 0,
    periodSeconds: 900,
    periods: 1,
  };
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
      silenceIsAlarm: true,
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
  const { service, runbook, says, silentSeconds } = watchmenMetrics[name];
  return {
    name: kebab(name),
    runbook,
    says,
    metric: own(name, "Maximum", { service }),
    above: 0,
    periodSeconds: silentSeconds,
    periods: 1,
    silenceIsAlarm: true,
  };
}

/**
 * An audit is as old as what it waits for: it counts the stock, waits until orders have come to rest, and is done; three
 * quarters of an hour at most. Behind it is when there is more than it can do, or the provider does not answer.
 */
const booksBehindAfterSeconds = 2 * 3_600;

function auditorAlarm(): Alarm {
  return {
    name: "books-behind",
    runbook: "reconciliation",
    says: `The books are not audited any further than ${booksBehindAfterSeconds / 3_600} hours ago`,
    metric: own("BooksBehindSeconds", "Maximum", { service: "reconcile" }),
    above: booksBehindAfterSeconds,
    periodSeconds: 900,
    periods: 2,
  };
}

function kebab(name: string): string {
  return name.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
}
