import {
  metrics as ourMetrics,
  type MetricDefinition,
  type MetricDimension,
} from "@doorbuster/adapters/definitions/metrics";

import { type Graph, ofType, type Resource } from "../graph/graph.ts";
import { atTheEdge } from "./logs.ts";
import { each, except, type Exceptions, type Rule } from "./rule.ts";

/** Functions whose p99 says nothing. */
const nobodyWaits: Exceptions = [
  { names: /ImageOptimizerFunction$/, because: "no page has pictures for it to make smaller" },
  {
    names: /RevalidationEventsSubscriber\w*Function$/,
    because: "it makes an old page again, while the old one is shown",
  },
];

/** What of each kind of resource must be watched, and by which of its names CloudWatch knows it. */
const watched: readonly {
  readonly type: string;
  readonly dimension: string;
  readonly metrics: (resource: Resource) => readonly string[];
  readonly except?: Exceptions;
}[] = [
  {
    type: "aws:lambda/function:Function",
    dimension: "FunctionName",
    metrics: ({ name }) => [
      "Errors",
      "Throttles",
      "ConcurrentExecutions",
      ...(nobodyWaits.some(({ names }) => names.test(name)) ? [] : ["Duration"]),
    ],
    except: atTheEdge,
  },
  {
    type: "aws:sqs/queue:Queue",
    dimension: "QueueName",
    metrics: ({ inputs }) =>
      inputs["redrivePolicy"] ? ["ApproximateAgeOfOldestMessage"] : ["ApproximateNumberOfMessagesVisible"],
    except: [
      {
        names: /RevalidationEventsQueue$/,
        because: "an old page is asked for again; its dead letters are watched",
      },
    ],
  },
  {
    type: "aws:kinesis/stream:Stream",
    dimension: "StreamName",
    metrics: () => ["WriteProvisionedThroughputExceeded", "IncomingBytes", "IncomingRecords"],
  },
  {
    type: "aws:dynamodb/table:Table",
    dimension: "TableName",
    metrics: () => ["ReadThrottleEvents", "WriteThrottleEvents"],
  },
];

/** Promises that are no resource's alone. */
const stageMetrics = [
  "5XXError",
  "Reputation.BounceRate",
  "PaymentsUnavailable",
  "PaymentsRefused",
  "StrayHolds",
  "OldestOpenSeconds",
  "SweepBacklog",
  "SweepFailures",
  "ReconciliationMismatches",
  "BooksBehindSeconds",
  "Anomalies",
];

/** Each promise has an alarm, and each alarm reaches somebody and says what to do. */
export const alarmsOnEverything: Rule = (graph) => {
  const alarms = ofType(graph, "aws:cloudwatch/metricAlarm:MetricAlarm");
  const seen = new Set(alarms.flatMap(metricsOf));
  return [
    ...watched.flatMap(({ type, dimension, metrics, except: exceptions = [] }) =>
      each(except(ofType(graph, type), exceptions), (resource) =>
        metrics(resource)
          .filter((metric) => !seen.has(key(metric, { [dimension]: physicalName(resource) })))
          .map((metric) => `nobody watches its ${metric}`),
      ),
    ),
    ...readersBehind(graph, seen),
    ...indexesFull(graph, seen),
    ...byDimension(alarms, "NoticesGivenUp", "channel", ["email", "sms", "push"]),
    ...byDimension(alarms, "OrderEvents", "type", ["refund.failed", "payment.lost"]),
    ...each(alarms, ({ inputs }) => metrics(inputs).filter(isWrittenByNobody).map(neverWritten)),
    ...stageMetrics
      .filter((metric) => !alarms.some((alarm) => metricNames(alarm).includes(metric)))
      .map((metric) => ({ resource: metric, says: "nobody watches it" })),
    ...accountConcurrency(alarms),
    ...tooLate(graph, alarms),
    ...each(alarms, (alarm) => toNobody(graph, alarm)),
    ...(ofType(graph, "aws:budgets/budget:Budget").length === 0
      ? [{ resource: "budget", says: "nobody watches what it costs" }]
      : []),
  ];
};

function readersBehind(graph: Graph, seen: ReadonlySet<string>) {
  const readers = ofType(graph, "aws:lambda/eventSourceMapping:EventSourceMapping").filter(
    ({ inputs }) => !String(inputs["eventSourceArn"]).startsWith("arn:aws:sqs:"),
  );
  return each(readers, ({ inputs }) => {
    const name = String(inputs["functionName"]).split(":")[6] ?? "";
    return seen.has(key("IteratorAge", { FunctionName: name }))
      ? undefined
      : "nobody watches how far it is behind";
  });
}

/** What an index refuses is not among what its table refuses. */
function indexesFull(graph: Graph, seen: ReadonlySet<string>) {
  return each(ofType(graph, "aws:dynamodb/table:Table"), (table) =>
    ((table.inputs["globalSecondaryIndexes"] ?? []) as readonly { name: string }[])
      .filter(({ name }) => {
        const dimensions = { TableName: physicalName(table), GlobalSecondaryIndexName: name };
        return !seen.has(key("WriteThrottleEvents", dimensions));
      })
      .map(({ name }) => `nobody watches WriteThrottleEvents of its index ${name}`),
  );
}

/** Where each value of a dimension counts for itself: each way to tell customers, each end of money that a person must see to. */
function byDimension(
  alarms: readonly Resource[],
  metric: string,
  dimension: MetricDimension,
  values: readonly string[],
) {
  const watched = alarms
    .flatMap(({ inputs }) => metrics(inputs))
    .filter(({ metricName }) => metricName === metric)
    .map(({ dimensions }) => dimensions?.[dimension]);
  return values
    .filter((value) => !watched.includes(value))
    .map((value) => ({ resource: value, says: `nobody watches its ${metric}` }));
}

/** Functions write a figure of ours under their own name and the one dimension of its definition: under no other is there any. */
function isWrittenByNobody({ metricName, dimensions = {} }: Metric): boolean {
  const definition = (ourMetrics as Readonly<Record<string, MetricDefinition>>)[metricName];
  if (definition === undefined) return false;
  const written = ["service", ...(definition.dimension === undefined ? [] : [definition.dimension])];
  return written.toSorted().join() !== Object.keys(dimensions).toSorted().join();
}

const neverWritten = ({ metricName }: Metric) => `looks at a ${metricName} that no function writes`;

function accountConcurrency(alarms: readonly Resource[]) {
  const found = alarms.some(
    ({ inputs }) =>
      inputs["metricName"] === "ConcurrentExecutions" && Object.keys(inputs["dimensions"] ?? {}).length === 0,
  );
  return found ? [] : [{ resource: "account", says: "nobody watches its ConcurrentExecutions" }];
}

/** A function cannot have more invocations at once than its reservation, or all that the account may have. */
function tooLate(graph: Graph, alarms: readonly Resource[]) {
  const functions = ofType(graph, "aws:lambda/function:Function");
  return each(alarms, ({ inputs }) => {
    if (inputs["metricName"] !== "ConcurrentExecutions") return undefined;
    const watched = functions.find((fn) => physicalName(fn) === inputs["dimensions"]?.FunctionName);
    const room: number =
      watched?.inputs["reservedConcurrentExecutions"] ?? graph.settings.functions.accountConcurrency;
    return inputs["threshold"] >= room && `is raised above ${inputs["threshold"]}, of at most ${room}`;
  });
}

function toNobody(graph: Graph, { inputs }: Resource): string[] {
  const said: string[] = [];
  const topics = ofType(graph, "aws:sns/topic:Topic").map(({ name, inputs }) =>
    String(inputs["name"] ?? name),
  );
  const actions = (inputs["alarmActions"] ?? []) as readonly string[];
  if (!actions.some((arn) => topics.includes(arn.split(":")[5] ?? ""))) said.push("tells nobody");
  if (!/docs\/aws\/runbooks\/[\w-]+\.md$/.test(String(inputs["alarmDescription"])))
    said.push("says not what to do");
  return said;
}

/** Every metric that an alarm looks at, with whose it is. */
function metricsOf({ inputs }: Resource): string[] {
  return metrics(inputs).map(({ metricName, dimensions = {} }) => key(metricName, dimensions));
}

function metricNames({ inputs }: Resource): string[] {
  return metrics(inputs).map(({ metricName }) => metricName);
}

interface Metric {
  readonly metricName: string;
  readonly dimensions?: Readonly<Record<string, string>>;
}

function metrics(inputs: Resource["inputs"]): Metric[] {
  if (inputs["metricName"] !== undefined) return [inputs as unknown as Metric];
  return ((inputs["metricQueries"] ?? []) as readonly { metric?: Metric }[]).flatMap(
    ({ metric }) => metric ?? [],
  );
}

/** A metric is another one with each other dimension: an index's has its table's name and its own. */
function key(metric: string, dimensions: Readonly<Record<string, string>>): string {
  const sorted = Object.entries(dimensions).sort(([a], [b]) => a.localeCompare(b, "en"));
  return JSON.stringify([metric, sorted]);
}

function physicalName({ name, inputs }: Resource): string {
  return String(inputs["name"] ?? name);
}
