import { functions, type Trigger } from "@doorbuster/adapters/definitions/functions";

import { type Graph, ofType, type Resource } from "../graph/graph.ts";
import { capital, keysOf } from "../keysOf.ts";
import { logMetrics, lostMoney } from "../metrics.ts";
import type { Rule } from "./rule.ts";

/** The whole flow is on one page: each hop is drawn there, by what tells that it works. */
export const dashboard: Rule = (graph) => {
  const [found] = ofType(graph, "aws:cloudwatch/dashboard:Dashboard");
  if (found === undefined) return [{ resource: "dashboard", says: "is not there" }];
  const drawn = drawnOn(found);
  return wantedOn(graph)
    .filter(([metric, name]) => !drawn.some((row) => row.includes(metric) && (!name || row.includes(name))))
    .map(([metric, name]) => ({ resource: "dashboard", says: `shows no ${metric} of ${name ?? "all"}` }));
};

/** The metrics of every chart: namespace, name, then dimensions and their values. */
function drawnOn({ inputs }: Resource): readonly (readonly string[])[] {
  const { widgets } = JSON.parse(String(inputs["dashboardBody"])) as {
    widgets: readonly { properties: { metrics: readonly (readonly string[])[] } }[];
  };
  return widgets.flatMap(({ properties }) => properties.metrics);
}

/** A metric, and whose it is. */
function wantedOn(graph: Graph): (readonly [string, string?])[] {
  const names = (type: string) =>
    ofType(graph, type).map(({ name, inputs }) => String(inputs["name"] ?? name));
  const ours = keysOf(functions).map((name) => [name, functionName(graph, name)] as const);
  const readers = ours.filter(([name]) =>
    (functions[name].triggers as readonly Trigger[]).some(
      ({ kind }) => kind === "table" || kind === "stream",
    ),
  );
  const each = (metrics: readonly string[], of: readonly string[]) =>
    metrics.flatMap((metric) => of.map((name) => [metric, name] as const));
  return [
    ...each(["Count", "4XXError", "5XXError", "Latency"], names("aws:apigateway/restApi:RestApi")),
    ...each(
      ["Invocations", "Errors", "Duration", "ConcurrentExecutions"],
      ours.map(([, name]) => name),
    ),
    ...each(
      ["IteratorAge"],
      readers.map(([, name]) => name),
    ),
    ...each(["IncomingRecords"], names("aws:kinesis/stream:Stream")),
    ...each(
      ["ApproximateAgeOfOldestMessage", "ApproximateNumberOfMessagesVisible"],
      names("aws:sqs/queue:Queue").filter((name) => !name.includes("RevalidationEvents")),
    ),
    ...each(["WriteThrottleEvents"], names("aws:dynamodb/table:Table")),
    ...each(["OrderEvents"], keysOf(lostMoney)),
    ...[...keysOf(logMetrics), "OldestOpenSeconds", "SweepBacklog", "SweepFailures", "Anomalies"].map(
      (metric) => [metric] as const,
    ),
  ];
}

function functionName(graph: Graph, name: string): string {
  const fn = ofType(graph, "aws:lambda/function:Function").find(
    (each) => each.name === `${capital(name)}HandlerFunction`,
  );
  return String(fn?.inputs["name"] ?? name);
}
