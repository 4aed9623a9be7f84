import { ofType } from "../graph/graph.ts";
import { each, except, type Exceptions, type Rule } from "./rule.ts";

/** Lambda@Edge logs in the region where it runs, into groups that it makes itself. */
export const atTheEdge: Exceptions = [
  {
    names: /^(Storefront|Console)DoorEdgeFunction$/,
    because: "Lambda@Edge allows no log group, tracing or arm64",
  },
  { names: /DevServer(Function)?$/, because: "in `sst dev` it stands for the site and is never called" },
];

/** What is logged is kept for as long as was decided, and every function's log is one of those. */
export const logs: Rule = (graph) => {
  const groups = ofType(graph, "aws:cloudwatch/logGroup:LogGroup");
  const names = new Set(groups.map(({ name, inputs }) => String(inputs["name"] ?? name)));
  return [
    ...each(groups, ({ inputs }) => !inputs["retentionInDays"] && "is kept for ever"),
    ...each(
      except(ofType(graph, "aws:lambda/function:Function"), atTheEdge),
      ({ inputs }) => !names.has(inputs["loggingConfig"]?.logGroup) && "logs into a group that nobody bounds",
    ),
    ...each(
      ofType(graph, "aws:apigateway/stage:Stage"),
      ({ inputs }) => inputs["accessLogSettings"] === undefined && "keeps no access log",
    ),
    ...each(
      ofType(graph, "aws:apigateway/methodSettings:MethodSettings"),
      ({ inputs }) => inputs["settings"]?.dataTraceEnabled !== false && "writes down whole requests",
    ),
  ];
};
