import { type FunctionName, functions, type Trigger } from "@doorbuster/adapters/definitions/functions";

import type { Settings } from "../settings.ts";
import { type Alarm, type Metric, minute, nearlyFull, type Watched } from "./alarm.ts";

export function functionAlarms(
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

/**
 * Whoever waits for an answer waits 3 s at most; others may take most of their time. A stream ends itself after a minute,
 * and is slow only where its function is about to be cut off.
 */
function slowMs(triggers: readonly Trigger[], timeoutSeconds: number): number {
  if (triggers.some((trigger) => trigger.kind === "http" && trigger.streaming === true)) {
    return (timeoutSeconds - 5) * 1_000;
  }
  const answers = triggers.some((trigger) => trigger.kind === "http");
  return answers ? 3_000 : timeoutSeconds * 1_000 * nearlyFull;
}

/** A minute behind is late for all; a reader that collects may be as late as it collects. */
function behindMs(windowSeconds: number): number {
  return (60 + 2 * windowSeconds) * 1_000;
}

const lambda = (of: Watched, metric: string, statistic: Metric["statistic"]): Metric => ({
  of,
  namespace: "AWS/Lambda",
  metric,
  statistic,
});

export function failing(title: string, of: Watched): Alarm {
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

export function throttled(title: string, of: Watched): Alarm {
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
