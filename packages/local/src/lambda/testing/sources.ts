import { DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";
import { KinesisClient } from "@aws-sdk/client-kinesis";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { FunctionDefinition, StreamSource, Trigger } from "@doorbuster/adapters/definitions/functions";
import type { QueueName, StreamName } from "@doorbuster/adapters/definitions/messaging";
import type { TableName } from "@doorbuster/adapters/definitions/tables";

import type { LogEntry } from "../log.ts";
import { openCheckpoints } from "../sources/checkpoints.ts";
import { startEventSources, type EventSources, type EventSourcesOptions } from "../sources/eventSources.ts";
import type { SourceStatus } from "../sources/status.ts";
import { access } from "./embedded.ts";
import { fakeLambda } from "./fakeLambda.ts";

export const untilItSucceeds: StreamSource = {
  batchSize: 100,
  maximumBatchingWindowSeconds: 0,
  startingPosition: "TRIM_HORIZON",
  bisectBatchOnFunctionError: true,
  maximumRetryAttempts: -1,
  maximumRecordAgeSeconds: -1,
  onFailure: "StreamFailures",
};

/** Triggers with the shop's own settings, but for resources of a test. */
export const fromTable = (table: string, more: object = {}): Trigger => ({
  kind: "table",
  table: table as TableName,
  filter: { eventName: ["INSERT"], dynamodb: { Keys: { sk: { S: [{ prefix: "event#" }] } } } },
  ...untilItSucceeds,
  ...more,
});
export const fromStream = (stream: string, more: object = {}): Trigger => ({
  kind: "stream",
  stream: stream as StreamName,
  ...untilItSucceeds,
  ...more,
});
export const fromQueue = (queue: string, more: object = {}): Trigger => ({
  kind: "queue",
  queue: queue as QueueName,
  batchSize: 10,
  maximumBatchingWindowSeconds: 0,
  maximumConcurrency: 10,
  ...more,
});

/** A function by its trigger and what it does. */
export type Consumer = readonly [Trigger, (event: never) => unknown];

/** What outlives a restart of the sources. */
export interface Memory {
  readonly log: LogEntry[];
  readonly checkpoints: EventSourcesOptions["checkpoints"];
}
export const newMemory = (): Memory => ({ log: [], checkpoints: openCheckpoints(":memory:") });

/** Runs event sources over the embedded services that a test has started. `url` finds its queues. */
export function makeRunner(
  clients: Partial<EventSourcesOptions["clients"]>,
  url: (queue: string) => string,
): { run: typeof run; stop: () => Promise<void> } {
  const nowhere = { ...access, endpoint: "http://127.0.0.1:9" };
  const running: EventSources[] = [];

  async function run(consumers: Readonly<Record<string, Consumer>>, memory = newMemory()) {
    const definition = ([trigger]: Consumer): FunctionDefinition => ({
      timeoutSeconds: 30,
      memoryMb: 128,
      triggers: [trigger],
    });
    const sources = await startEventSources({
      functions: Object.fromEntries(Object.entries(consumers).map(([name, one]) => [name, definition(one)])),
      resources: { tableName: (table) => table, streamName: (stream) => stream, queueUrl: url },
      clients: {
        dynamodbStreams: new DynamoDBStreamsClient(nowhere),
        kinesis: new KinesisClient(nowhere),
        sqs: new SQSClient(nowhere),
        ...clients,
      },
      invoke: (name) => fakeLambda(name, consumers[name]?.[1] ?? (() => null)),
      checkpoints: memory.checkpoints,
      log: (entry) => memory.log.push(entry),
    });
    running.push(sources);
    const first = (): SourceStatus => {
      const [status] = sources.status();
      if (status === undefined) throw new Error("There is no source");
      return status;
    };
    return { ...sources, ...memory, first };
  }

  return {
    run,
    async stop() {
      await Promise.all(running.splice(0).map((sources) => sources.stop()));
    },
  };
}
