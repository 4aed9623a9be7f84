import { functions, type Trigger } from "@doorbuster/adapters/definitions/functions";
import {
  type QueueDefinition,
  type QueueName,
  queues,
  type StreamName,
} from "@doorbuster/adapters/definitions/messaging";
import { type TableDefinition, type TableName, tables } from "@doorbuster/adapters/definitions/tables";

import { keysOf } from "../keysOf.ts";
import type { Settings } from "../settings.ts";
import { type Alarm, type Metric, minute, nearlyFull, type Watched } from "./alarm.ts";

/**
 * What one shard takes in a minute (Kinesis developer guide, "Quotas and limits"). Whichever comes first is the limit: of
 * events as small as ours, the records.
 */
const shardPerMinute = {
  IncomingBytes: 60 * 1024 ** 2,
  IncomingRecords: 60 * 1_000,
} as const;

export function streamAlarms(name: StreamName, { stream: { capacity, shardQuota } }: Settings): Alarm[] {
  const kinesis = (metric: string): Metric => ({
    of: { kind: "stream", name },
    namespace: "AWS/Kinesis",
    metric,
    statistic: "Sum",
  });
  const shards = capacity === "onDemand" ? shardQuota : capacity.shards;
  return [
    {
      name: `${name}-writes-throttled`,
      runbook: "stream-full",
      says: `${name} refuses writes: a shard is full`,
      metric: kinesis("WriteProvisionedThroughputExceeded"),
      above: 0,
      ...minute,
      periods: 3,
    },
    // Kinesis has no metric of open shards: what they can carry stands for them.
    ...keysOf(shardPerMinute).map((metric): Alarm => ({
      name: `${name}-shards-${metric === "IncomingBytes" ? "bytes" : "records"}`,
      runbook: "stream-full",
      says: `${name} carries four fifths of what ${shards} shards can, which is all that it may have`,
      metric: kinesis(metric),
      above: Math.floor(shards * shardPerMinute[metric] * nearlyFull),
      ...minute,
      periods: 3,
    })),
  ];
}

const sqs = (of: Watched, metric: string): Metric => ({
  of,
  namespace: "AWS/SQS",
  metric,
  statistic: "Maximum",
});

export function queueAlarms(name: QueueName): Alarm[] {
  const consumed = keysOf(functions).some((each) =>
    (functions[each].triggers as readonly Trigger[]).some(
      (trigger) => trigger.kind === "queue" && trigger.queue === name,
    ),
  );
  const of = { kind: "queue", name } as const;
  if (!consumed) return [deadLetters(name, of, `Messages were given up and lie in ${name}`)];
  const { retentionDays }: QueueDefinition = queues[name];
  return [
    {
      name: `${name}-old`,
      runbook: "queue-old",
      says: `A message has waited 5 minutes in ${name}, which forgets it after ${retentionDays} days`,
      metric: sqs(of, "ApproximateAgeOfOldestMessage"),
      above: 300,
      ...minute,
      periods: 3,
    },
  ];
}

export function deadLetters(title: string, of: Watched, says: string): Alarm {
  return {
    name: `${title}-not-empty`,
    runbook: "dead-letters",
    says,
    metric: sqs(of, "ApproximateNumberOfMessagesVisible"),
    above: 0,
    ...minute,
    periods: 1,
  };
}

/**
 * A table's figures leave its indexes out (DynamoDB developer guide, "Metrics and dimensions"). An index that takes no more
 * writes holds up the table's, and would be seen nowhere else; one that is read too much fails whoever reads it.
 */
export function tableAlarms(name: TableName): Alarm[] {
  const { indexes = {} }: TableDefinition = tables[name];
  return [
    throttledAt(name, "Read", { kind: "table", name }, "the table or one of its partitions is full"),
    throttledAt(name, "Write", { kind: "table", name }, "the table or one of its partitions is full"),
    ...Object.keys(indexes).map((index) =>
      throttledAt(
        `${name}-${index}`,
        "Write",
        { kind: "index", table: name, name: index },
        "the index or one of its partitions is full, and holds up its table",
      ),
    ),
  ];
}

function throttledAt(title: string, direction: "Read" | "Write", of: Watched, why: string): Alarm {
  const requests = `${direction.toLowerCase()}s`;
  return {
    name: `${title}-${requests}-throttled`,
    runbook: "table-throttled",
    says: `${title} refuses ${requests}: ${why}`,
    metric: { of, namespace: "AWS/DynamoDB", metric: `${direction}ThrottleEvents`, statistic: "Sum" },
    above: 0,
    ...minute,
    periods: 3,
  };
}
