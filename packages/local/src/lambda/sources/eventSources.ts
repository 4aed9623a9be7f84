import type { DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";
import type { KinesisClient } from "@aws-sdk/client-kinesis";
import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { FunctionDefinition, StreamSource, Trigger } from "@doorbuster/adapters/definitions/functions";

import type { Log } from "../log.ts";
import type { Precedence } from "../precedence.ts";
import type { LambdaProcess } from "../process/process.ts";
import type { Checkpoints } from "./checkpoints.ts";
import { systemClock, type Clock } from "./clock.ts";
import { kinesisStream } from "./kinesisStream.ts";
import { makeRideOut } from "./outage.ts";
import { compilePattern } from "./pattern.ts";
import { startQueueSource } from "./queueSource.ts";
import { sharedStream } from "./sharedStream.ts";
import { startSchedule, type ScheduleSource } from "./scheduleSource.ts";
import type { Source, SourceStatus } from "./status.ts";
import type { StreamService } from "./streamService.ts";
import { startStreamSource } from "./streamSource.ts";
import { tableStream } from "./tableStream.ts";

export interface EventSourcesOptions {
  readonly functions: Readonly<Record<string, FunctionDefinition>>;
  /** From a name in the definitions to the resource itself. */
  readonly resources: {
    tableName(table: string): string;
    streamName(stream: string): string;
    queueUrl(queue: string): string;
  };
  readonly clients: {
    readonly dynamodbStreams: DynamoDBStreamsClient;
    readonly kinesis: KinesisClient;
    readonly sqs: SQSClient;
  };
  readonly invoke: (name: string) => LambdaProcess;
  readonly checkpoints: Checkpoints;
  readonly log: Log;
  /** To whom every batch gives way. Default: to nobody. */
  readonly precedence?: Precedence;
  /** Functions between the table and the operations screen: they give way for a moment only. Default: none. */
  readonly screenFeeds?: ReadonlySet<string>;
  /** Default: the system's. */
  readonly clock?: Clock;
  /** From 0 to 1, for jitter. Default `Math.random`. */
  readonly random?: () => number;
}

export interface EventSources {
  status(): SourceStatus[];
  /** Runs a scheduled function now, besides its schedule. Throws what it fails with. */
  trigger(functionName: string): Promise<void>;
  /** Finishes the running batches, then stops reading. */
  stop(): Promise<void>;
}

/**
 * Starts every table, stream, queue and schedule trigger of `functions`. Throws, before anything is started, on an event
 * filter that is not known. A service that does not answer is waited for, now and later.
 */
export async function startEventSources(options: EventSourcesOptions): Promise<EventSources> {
  const streamOf = tableStreams(options);
  const triggers = Object.entries(options.functions).flatMap(([name, definition]) =>
    definition.triggers.map((trigger) => prepare(name, trigger, streamOf, options)),
  );
  const sources = triggers.flatMap((start) => start?.() ?? []);
  return {
    status: () => sources.map((source) => source.status()),
    async trigger(functionName) {
      const schedule = sources.find(
        (source) => "trigger" in source && source.status().function === functionName,
      );
      if (schedule === undefined) throw new Error(`${functionName} has no schedule`);
      await (schedule as ScheduleSource).trigger();
    },
    async stop() {
      await Promise.all(sources.map((source) => source.stop()));
    },
  };
}

/** The stream of each table, one for all functions that read it. */
function tableStreams({ clients, resources }: EventSourcesOptions): (table: string) => StreamService {
  const streams = new Map<string, StreamService>();
  return (table) => {
    const known = streams.get(table);
    if (known !== undefined) return known;
    const stream = sharedStream(tableStream(clients.dynamodbStreams, resources.tableName(table)));
    streams.set(table, stream);
    return stream;
  };
}

/** How to start a trigger's source; undefined for http, which is the gateway's. */
function prepare(
  name: string,
  trigger: Trigger,
  streamOf: (table: string) => StreamService,
  options: EventSourcesOptions,
): (() => Source) | undefined {
  const { resources, clients, log, clock = systemClock, random = Math.random } = options;
  const haste = options.screenFeeds?.has(name) === true ? "screen" : "errand";
  const giveWay = async (stop: AbortSignal) => options.precedence?.giveWay(haste, stop);
  const common = { function: name, lambda: () => options.invoke(name), giveWay, clock, random, log };
  switch (trigger.kind) {
    case "http":
      return undefined;
    case "schedule":
      return () => startSchedule({ ...common, everyMinutes: trigger.everyMinutes });
    case "queue": {
      const source = trigger.queue;
      const queueUrl = resources.queueUrl(source);
      const rideOut = makeRideOut({ ...common, source });
      return () =>
        startQueueSource({ ...common, rules: trigger, source, client: clients.sqs, queueUrl, rideOut });
    }
    case "table": {
      const service = streamOf(trigger.table);
      return prepareStream(trigger.table, service, compilePattern(trigger.filter), trigger, common, options);
    }
    case "stream": {
      const service = kinesisStream(clients.kinesis, resources.streamName(trigger.stream), name);
      return prepareStream(trigger.stream, service, () => true, trigger, common, options);
    }
  }
}

type Common = Pick<
  Parameters<typeof startStreamSource>[0],
  "function" | "lambda" | "giveWay" | "clock" | "random" | "log"
>;

function prepareStream(
  source: string,
  service: StreamService,
  matches: (record: object) => boolean,
  rules: StreamSource,
  common: Common,
  { clients: { sqs }, resources, checkpoints }: EventSourcesOptions,
): () => Source {
  const QueueUrl = resources.queueUrl(rules.onFailure);
  const rideOut = makeRideOut({ ...common, source });
  async function sendFailure(record: object): Promise<void> {
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(record) }));
  }
  return () =>
    startStreamSource({ ...common, source, service, matches, rules, checkpoints, rideOut, sendFailure });
}
