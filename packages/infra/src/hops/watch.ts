import type { Alarm, Watched } from "../alarms/alarm.ts";
import { alarmsOf } from "../alarms/alarmsOf.ts";
import { capital, keysOf } from "../keysOf.ts";
import { logMetrics, namespaceOf } from "../metrics.ts";
import type { Settings } from "../settings.ts";
import { functionName, type Functions } from "./functions.ts";
import type { Gateway } from "./gateway.ts";
import type { Stores } from "./stores.ts";

export interface WatchedThings {
  readonly functions: Functions;
  readonly gateway: Gateway;
  readonly stores: Stores;
  readonly opsTopic: sst.aws.SnsTopic;
}

type Dimensions = Record<string, $util.Input<string>>;

/** Alarms on every promise, told to the ops topic, also when all is well again. */
export function createAlarms(settings: Settings, things: WatchedThings): void {
  createLogMetrics(things);
  for (const alarm of alarmsOf(settings)) {
    createAlarm(alarm, (of) => dimensionsOf(of, things), things.opsTopic);
  }
}

/** Figures that functions log are made metrics, one filter for each function's log group. */
function createLogMetrics({ functions }: WatchedThings): void {
  for (const name of keysOf(logMetrics)) {
    const { filter, functions: from } = logMetrics[name];
    for (const each of from) {
      new aws.cloudwatch.LogMetricFilter(`${name}Of${capital(each)}`, {
        logGroupName: functions[each].nodes.function.loggingConfig.apply(
          (config) => config?.logGroup ?? `/aws/lambda/${functionName(each)}`,
        ),
        pattern: filter,
        metricTransformation: { namespace: namespaceOf($app.stage), name, value: "1", unit: "Count" },
      });
    }
  }
}

/** One alarm; `dimensions` tells what a watched thing is called in AWS. */
export function createAlarm(
  alarm: Alarm,
  dimensions: (of: Watched) => Dimensions,
  opsTopic: sst.aws.SnsTopic,
): void {
  const { name, runbook, says, metric, per, above, periodSeconds, periods } = alarm;
  const resource = name.split("-").map(capital).join("");
  const of = (each: NonNullable<Alarm["per"]>) => ({
    namespace: each.of.kind === "own" ? namespaceOf($app.stage) : each.namespace,
    metricName: each.metric,
    dimensions: dimensions(each.of),
  });
  const percentile = metric.statistic === "p99";
  new aws.cloudwatch.MetricAlarm(`Alarm${resource}`, {
    name: `${$app.name}-${$app.stage}-${name}`,
    alarmDescription: `${says}. See docs/aws/runbooks/${runbook}.md`,
    comparisonOperator: "GreaterThanThreshold",
    threshold: above,
    evaluationPeriods: periods,
    datapointsToAlarm: periods,
    // Mostly: no calls, no lag, no messages, and nothing is wrong.
    treatMissingData: alarm.silenceIsAlarm ? "breaching" : "notBreaching",
    alarmActions: [opsTopic.arn],
    okActions: [opsTopic.arn],
    ...(per === undefined
      ? {
          ...of(metric),
          period: periodSeconds,
          ...(percentile ? { extendedStatistic: metric.statistic } : { statistic: metric.statistic }),
          ...(percentile && { evaluateLowSampleCountPercentiles: "ignore" }),
        }
      : {
          metricQueries: [
            {
              id: "rate",
              label: says,
              expression: "IF(whole > 0, 100 * part / whole, 0)",
              returnData: true,
            },
            { id: "part", metric: { ...of(metric), period: periodSeconds, stat: metric.statistic } },
            { id: "whole", metric: { ...of(per), period: periodSeconds, stat: per.statistic } },
          ],
        }),
  });
}

/** What a site's build makes is watched by the name we gave it. */
export function siteDimensions(of: Watched): Dimensions {
  if (of.kind === "siteFunction") return { FunctionName: of.name };
  if (of.kind === "siteQueue") return { QueueName: of.name };
  throw new Error(`${of.kind} is no part of a site`);
}

function dimensionsOf(of: Watched, { functions, gateway, stores }: WatchedThings): Dimensions {
  switch (of.kind) {
    case "function":
      return { FunctionName: functions[of.name].name };
    case "siteFunction":
    case "siteQueue":
      return siteDimensions(of);
    case "queue": {
      const queue = of.name === "ScheduleFailures" ? stores.failures : stores.queues[of.name];
      return { QueueName: queue.nodes.queue.name };
    }
    case "stream":
      return { StreamName: stores.streams[of.name].name };
    case "table":
      return { TableName: stores.tables[of.name].name };
    case "index":
      return { TableName: stores.tables[of.table].name, GlobalSecondaryIndexName: of.name };
    case "api":
      return { ApiName: gateway.api.nodes.api.name, Stage: gateway.stageName };
    case "own":
      return {
        ...(of.service && { service: of.service }),
        ...(of.channel && { channel: of.channel }),
        ...(of.type && { type: of.type }),
      };
    case "account":
      return {};
  }
}
