import { type FunctionName, functions, type Trigger } from "@doorbuster/adapters/definitions/functions";

import { reserve } from "../reservations.ts";
import type { Settings } from "../settings.ts";
import { type Alarm, type Metric, minute, nearlyFull, type Watched } from "./alarm.ts";

export function functionAlarms(name: FunctionName, settings: Settings): Alarm[] {
  const { timeoutSeconds } = functions[name];
  const triggers: readonly Trigger[] = functions[name].triggers;
  const of = { kind: "function", name } as const;
  const alarms: Alarm[] = [
    failing(name, of),
    throttled(name, of),
    slow(name, of, slowMs(triggers, timeoutSeconds)),
    crowded(name, of, reserve(settings)[name] ?? settings.functions.accountConcurrency),
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

/** How long whoever waits for an answer waits at most. */
export const answerMs = 3_000;

/**
 * Whoever waits for an answer waits 3 s at most; others may take most of their time. A stream ends itself after a minute,
 * and is slow only where its function is about to be cut off.
 */
function slowMs(triggers: readonly Trigger[], timeoutSeconds: number): number {
  if (triggers.some((trigger) => trigger.kind === "http" && trigger.streaming === true)) {
    return (timeoutSeconds - 5) * 1_000;
  }
  const answers = triggers.some((trigger) => trigger.kind === "http");
  return answers ? answerMs : timeoutSeconds * 1_000 * nearlyFull;
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

export function slow(title: string, of: Watched, aboveMs: number): Alarm {
  return {
    name: `${title}-slow`,
    runbook: "function-slow",
    says: `One call in a hundred of ${title} takes longer than it should`,
    metric: lambda(of, "Duration", "p99"),
    above: aboveMs,
    ...minute,
    periods: 5,
  };
}

/** @param room how many invocations there may be at once: the function's reservation, or else all that the account may have */
export function crowded(title: string, of: Watched, room: number): Alarm {
  return {
    name: `${title}-concurrency`,
    runbook: "concurrency",
    says: `${title} uses four fifths of the invocations that it may have at once`,
    metric: lambda(of, "ConcurrentExecutions", "Maximum"),
    above: Math.floor(room * nearlyFull),
    ...minute,
    periods: 3,
  };
}
