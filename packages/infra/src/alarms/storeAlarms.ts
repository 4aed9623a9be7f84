import { functions, type Trigger } from "@doorbuster/adapters/definitions/functions";
import {
  type QueueDefinition,
  type QueueName,
  queues,
  type StreamName,
} from "@doorbuster/adapters/definitions/messaging";
import type { TableName } from "@doorbuster/adapters/definitions/tables";

import { keysOf } from "../keysOf.ts";
import type { Settings } from "../settings.ts";
import { type Alarm, type Metric, minute, nearlyFull, type Watched } from "./alarm.ts";

/** What one shard takes in a minute (Kinesis developer guide, "Quotas and limits"). */
const shardBytesPerMinute = 60 * 1024 ** 2;

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
    {
      name: `${name}-shards`,
      runbook: "stream-full",
      // Kinesis has no metric of open shards: what they can carry stands for them.
      says: `${name} carries four fifths of what ${shards} shards can, which is all there are`,
      metric: kinesis("IncomingBytes"),
      above: Math.floor(shards * shardBytesPerMinute * nearlyFull),
      ...minute,
      periods: 3,
    },
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

export function tableAlarms(name: TableName): Alarm[] {
  return (["Read", "Write"] as const).map((direction) => ({
    name: `${name}-${direction.toLowerCase()}s-throttled`,
    runbook: "table-throttled",
    says: `${name} refuses ${direction.toLowerCase()}s: the table or one of its partitions is full`,
    metric: {
      of: { kind: "table", name },
      namespace: "AWS/DynamoDB",
      metric: `${direction}ThrottleEvents`,
      statistic: "Sum",
    },
    above: 0,
    ...minute,
    periods: 3,
  }));
}
