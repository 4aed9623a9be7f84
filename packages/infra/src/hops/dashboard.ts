import { type FunctionName, functions, type Trigger } from "@doorbuster/adapters/definitions/functions";

import { keysOf } from "../keysOf.ts";
import { logMetrics, lostMoney, namespaceOf } from "../metrics.ts";
import type { Settings } from "../settings.ts";
import { functionName } from "./functions.ts";
import type { WatchedThings } from "./watch.ts";

type Row = readonly $util.Input<string>[];

/** The flow on one page, from the customer's request to the lake: rate, errors, lag and what is left over. */
export function createDashboard({ region }: Settings, { gateway, stores }: WatchedThings): void {
  const names = keysOf(functions);
  const api: Row = ["ApiName", gateway.api.nodes.api.name, "Stage", gateway.stageName];
  const each = (metric: string, which: readonly FunctionName[]): Row[] =>
    which.map((name) => ["AWS/Lambda", metric, "FunctionName", functionName(name)]);
  const ofQueues = (metric: string): Row[] =>
    Object.values({ ...stores.queues, failures: stores.failures }).map((queue) => [
      "AWS/SQS",
      metric,
      "QueueName",
      queue.nodes.queue.name,
    ]);
  const own = namespaceOf($app.stage);

  const charts: { title: string; stat: string; metrics: readonly Row[] }[] = [
    {
      title: "Requests and refusals",
      stat: "Sum",
      metrics: [
        ["AWS/ApiGateway", "Count", ...api],
        ["AWS/ApiGateway", "4XXError", ...api],
        ["AWS/ApiGateway", "5XXError", ...api],
      ],
    },
    { title: "How long answers take, p99", stat: "p99", metrics: [["AWS/ApiGateway", "Latency", ...api]] },
    { title: "Calls", stat: "Sum", metrics: each("Invocations", names) },
    { title: "Errors", stat: "Sum", metrics: each("Errors", names) },
    { title: "Duration, p99", stat: "p99", metrics: each("Duration", names) },
    { title: "At once", stat: "Maximum", metrics: each("ConcurrentExecutions", names) },
    {
      title: "How far readers are behind",
      stat: "Maximum",
      metrics: each("IteratorAge", names.filter(readsStream)),
    },
    {
      title: "Events in",
      stat: "Sum",
      metrics: keysOf(stores.streams).map((name) => [
        "AWS/Kinesis",
        "IncomingRecords",
        "StreamName",
        stores.streams[name].name,
      ]),
    },
    { title: "Oldest message", stat: "Maximum", metrics: ofQueues("ApproximateAgeOfOldestMessage") },
    { title: "Messages waiting", stat: "Maximum", metrics: ofQueues("ApproximateNumberOfMessagesVisible") },
    {
      title: "Refused by tables",
      stat: "Sum",
      metrics: keysOf(stores.tables).map((name) => [
        "AWS/DynamoDB",
        "WriteThrottleEvents",
        "TableName",
        stores.tables[name].name,
      ]),
    },
    {
      title: "Payments that went wrong",
      stat: "Sum",
      metrics: [
        ...keysOf(logMetrics).map((metric): Row => [own, metric]),
        ...keysOf(lostMoney).map((type): Row => [own, "OrderEvents", "service", "publish", "type", type]),
      ],
    },
    {
      title: "What is left open",
      stat: "Maximum",
      metrics: ["OldestOpenSeconds", "SweepBacklog", "SweepFailures"].map((metric) => [
        own,
        metric,
        "service",
        "sweep",
      ]),
    },
    { title: "Anomalies", stat: "Maximum", metrics: [[own, "Anomalies", "service", "detect"]] },
  ];
  new aws.cloudwatch.Dashboard("Dashboard", {
    dashboardName: `${$app.name}-${$app.stage}`,
    dashboardBody: $jsonStringify({
      widgets: charts.map(({ title, stat, metrics }, at) => ({
        type: "metric",
        x: (at % 2) * 12,
        y: Math.floor(at / 2) * 6,
        width: 12,
        height: 6,
        properties: { title, stat, metrics, region, period: 60, view: "timeSeries" },
      })),
    }),
  });
}

function readsStream(name: FunctionName): boolean {
  const triggers: readonly Trigger[] = functions[name].triggers;
  return triggers.some(({ kind }) => kind === "table" || kind === "stream");
}
