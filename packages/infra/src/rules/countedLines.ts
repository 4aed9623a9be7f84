import { type Graph, ofType } from "../graph/graph.ts";
import { capital, keysOf } from "../keysOf.ts";
import { logMetrics, type LogMetricName } from "../metrics.ts";
import type { Finding, Rule } from "./rule.ts";

/** An alarm on lines in a log hears nothing unless each log they may stand in is read for them. */
export const countedLines: Rule = (graph) => keysOf(logMetrics).flatMap((name) => unread(graph, name));

function unread(graph: Graph, name: LogMetricName): Finding[] {
  const { functions, filter } = logMetrics[name];
  const alarms = ofType(graph, "aws:cloudwatch/metricAlarm:MetricAlarm");
  const namespaces = alarms
    .filter(({ inputs }) => inputs["metricName"] === name)
    .map(({ inputs }) => inputs["namespace"]);
  const filters = ofType(graph, "aws:cloudwatch/logMetricFilter:LogMetricFilter").filter(
    ({ inputs }) =>
      inputs["pattern"] === filter &&
      inputs["metricTransformation"].name === name &&
      inputs["metricTransformation"].value === "1" &&
      namespaces.includes(inputs["metricTransformation"].namespace),
  );
  const read = new Set(filters.map(({ inputs }) => inputs["logGroupName"]));
  return functions
    .filter((each) => !read.has(logOf(graph, each)))
    .map((each) => ({ resource: each, says: `nobody counts its lines for ${name}` }));
}

function logOf(graph: Graph, name: string): unknown {
  const fn = ofType(graph, "aws:lambda/function:Function").find(
    (each) => each.name === `${capital(name)}HandlerFunction`,
  );
  return fn?.inputs["loggingConfig"]?.logGroup;
}
