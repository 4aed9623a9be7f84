import { functions, type Trigger } from "@doorbuster/adapters/definitions/functions";
import {
  type QueueDefinition,
  queues,
  streams,
  type TopicDefinition,
  topics,
} from "@doorbuster/adapters/definitions/messaging";
import { type TableDefinition, tables } from "@doorbuster/adapters/definitions/tables";
import { columns, partitions } from "@doorbuster/adapters/lake/eventSchema";

import { type Graph, ofType, type Resource } from "../graph/graph.ts";
import { keysOf } from "../keysOf.ts";
import type { Finding, Rule } from "./rule.ts";

/** The laptop edition and AWS are made from the same definitions: what is deployed is what they say. */
export const asDefined: Rule = (graph) => [
  ...keysOf(tables).flatMap((name) =>
    same(graph, "aws:dynamodb/table:Table", `${name}Table`, tableOf, wantedTable(tables[name])),
  ),
  ...keysOf(queues).flatMap((name) =>
    same(graph, "aws:sqs/queue:Queue", `${name}Queue`, queueOf, wantedQueue(queues[name])),
  ),
  ...keysOf(streams).flatMap((name) =>
    same(
      graph,
      "aws:kinesis/stream:Stream",
      `${name}Stream`,
      ({ inputs }) => inputs["retentionPeriod"],
      streams[name].retentionHours,
    ),
  ),
  ...keysOf(topics).flatMap((name) => {
    const { subscriptions }: TopicDefinition = topics[name];
    return subscriptions.flatMap(({ queue, filter }) =>
      same(graph, "aws:sns/topicSubscription:TopicSubscription", `${name}To${queue}`, subscriptionOf, {
        filter,
        raw: true,
      }),
    );
  }),
  ...same(graph, "aws:glue/catalogTable:CatalogTable", "EventsRaw", lakeTableOf, {
    columns: columns.map(({ name }) => name),
    partitions: partitions.map(({ name }) => name),
  }),
  ...routes(graph),
];

function same(
  graph: Graph,
  type: string,
  name: string,
  read: (resource: Resource) => unknown,
  wanted: unknown,
): Finding[] {
  const resource = ofType(graph, type).find((each) => each.name === name);
  if (resource === undefined) return [{ resource: name, says: "is defined and not deployed" }];
  const [found, expected] = [JSON.stringify(read(resource)), JSON.stringify(wanted)];
  return found === expected ? [] : [{ resource: name, says: `is ${found} and was defined as ${expected}` }];
}

function tableOf({ inputs }: Resource): unknown {
  const indexes = (inputs["globalSecondaryIndexes"] ?? []) as readonly Readonly<Record<string, string>>[];
  return {
    key: [inputs["hashKey"], inputs["rangeKey"]].filter(Boolean),
    indexes: Object.fromEntries(
      indexes.map(({ name = "", hashKey, rangeKey, projectionType }) => [
        name,
        [hashKey, rangeKey, projectionType].filter(Boolean),
      ]),
    ),
    stream: inputs["streamViewType"],
    ttl: inputs["ttl"]?.attributeName,
  };
}

function wantedTable({ key, indexes = {}, stream, ttl }: TableDefinition): unknown {
  return {
    key: [key.partition, key.sort].filter(Boolean),
    indexes: Object.fromEntries(
      Object.entries(indexes).map(([name, index]) => [
        name,
        [index.partition, index.sort, index.projection].filter(Boolean),
      ]),
    ),
    stream,
    ttl,
  };
}

function queueOf({ inputs }: Resource): unknown {
  const { deadLetterTargetArn, maxReceiveCount } = JSON.parse(inputs["redrivePolicy"] ?? "{}") as {
    deadLetterTargetArn?: string;
    maxReceiveCount?: number;
  };
  return {
    visibilitySeconds: inputs["visibilityTimeoutSeconds"],
    retentionSeconds: inputs["messageRetentionSeconds"],
    maxReceives: maxReceiveCount,
    deadLetters: deadLetterTargetArn !== undefined,
  };
}

function wantedQueue({
  visibilitySeconds,
  retentionDays,
  maxReceives,
  deadLetters,
}: QueueDefinition): unknown {
  return {
    visibilitySeconds,
    retentionSeconds: retentionDays * 86_400,
    maxReceives,
    deadLetters: deadLetters !== undefined,
  };
}

function subscriptionOf({ inputs }: Resource): unknown {
  return { filter: JSON.parse(String(inputs["filterPolicy"])), raw: inputs["rawMessageDelivery"] };
}

function lakeTableOf({ inputs }: Resource): unknown {
  const names = (list: readonly { name: string }[] = []) => list.map(({ name }) => name);
  return { columns: names(inputs["storageDescriptor"]?.columns), partitions: names(inputs["partitionKeys"]) };
}

/** Every http trigger has a method at its path, streamed or not as it says. */
function routes(graph: Graph): Finding[] {
  const integrations = ofType(graph, "aws:apigateway/integration:Integration");
  const paths = pathsOf(graph);
  return keysOf(functions).flatMap((name) =>
    (functions[name].triggers as readonly Trigger[]).flatMap((trigger) => {
      if (trigger.kind !== "http") return [];
      const { method, path, streaming = false } = trigger;
      const found = integrations.some(
        ({ inputs }) =>
          inputs["httpMethod"] === method &&
          paths.get(String(inputs["resourceId"])) === path &&
          inputs["responseTransferMode"] === (streaming ? "STREAM" : "BUFFERED") &&
          String(inputs["uri"]).includes(`-${name}`),
      );
      return found ? [] : [{ resource: `${method} ${path}`, says: `does not lead to ${name}` }];
    }),
  );
}

function pathsOf(graph: Graph): Map<string, string> {
  const paths = new Map([["root", ""]]);
  for (const { name, inputs } of ofType(graph, "aws:apigateway/resource:Resource")) {
    paths.set(name, `${paths.get(String(inputs["parentId"]))}/${String(inputs["pathPart"])}`);
  }
  return paths;
}
