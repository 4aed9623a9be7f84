import {
  functions,
  type FunctionName,
  type StreamSource as Mapping,
  type Trigger,
} from "@doorbuster/adapters/definitions/functions";
import type { QueueName } from "@doorbuster/adapters/definitions/messaging";
import type { BatchResponse } from "@doorbuster/functions/runtime/batch";
import type { EventStream } from "../aws/eventStream.ts";
import type { Simulation } from "../simulation.ts";
import { kinesisEvent, sqsEvent, tableEvent } from "./events.ts";
import { Lambda, type Outcome, type Start } from "./lambda.ts";
import { QueueSource } from "./queueSource.ts";
import { everyMinutes } from "./schedule.ts";
import { StreamSource } from "./streamSource.ts";
import { recordFilter, type TableStream } from "./tableStream.ts";

/** A handler of any event: which, its trigger knows. */
export type EventHandler = (event: never) => Promise<unknown>;

/** What triggers read from, and where they register. */
export interface Sources {
  readonly simulation: Simulation;
  readonly tableStream: TableStream;
  readonly eventStream: EventStream;
  /** Who reads a queue. */
  readonly queues: Map<QueueName, QueueSource>;
  /** Who is to be told of new records. */
  readonly readers: { readonly table: StreamReader[]; readonly stream: StreamReader[] };
  /** Everything that has to come to rest. */
  readonly parts: { readonly name: string; readonly isQuiet: boolean }[];
}

type StreamReader = Pick<StreamSource<never>, "wake">;

/** How a function is called with an event, whatever its trigger. */
type Invoke = (event: unknown) => Promise<Outcome<BatchResponse>>;

/** Puts a function behind the triggers that its definition names. @returns calls it by hand */
export function attach(sources: Sources, name: FunctionName, start: Start<EventHandler>): Invoke {
  const lambda = new Lambda(sources.simulation, name, start);
  sources.parts.push(lambda);
  const invoke: Invoke = (event) =>
    lambda.invoke((handler) => handler(event as never)) as Promise<Outcome<BatchResponse>>;
  for (const trigger of functions[name].triggers) attachTrigger(sources, name, trigger, invoke);
  return invoke;
}

function attachTrigger(sources: Sources, name: FunctionName, trigger: Trigger, invoke: Invoke): void {
  const { simulation, tableStream, eventStream, readers } = sources;
  switch (trigger.kind) {
    case "table":
      return attachShards(sources, trigger, readers.table, {
        name: `${name} of table shard`,
        shards: tableStream.shards,
        idOf: ({ sequence }) => String(sequence),
        isWanted: recordFilter(trigger.filter),
        invoke: (batch) => invoke(tableEvent(batch)),
      });
    case "stream":
      return attachShards(sources, trigger, readers.stream, {
        name: `${name} of shard`,
        shards: eventStream.shards,
        idOf: ({ sequenceNumber }) => sequenceNumber,
        isWanted: () => true,
        invoke: (batch) => invoke(kinesisEvent(batch)),
      });
    case "queue":
      return attachQueue(sources, trigger, invoke);
    case "schedule":
      return everyMinutes(simulation, trigger.everyMinutes, name, () => {
        invoke({}).catch((error: unknown) => simulation.fail(error));
      });
    case "http":
      throw new Error(`${name} is called through the gateway`);
  }
}

interface Reading<R> {
  readonly name: string;
  readonly shards: readonly (readonly R[])[];
  readonly idOf: (record: R) => string;
  readonly isWanted: (record: R) => boolean;
  readonly invoke: (batch: readonly R[]) => Promise<Outcome<BatchResponse>>;
}

function attachShards<R>(
  { simulation, parts }: Sources,
  { batchSize, maximumBatchingWindowSeconds }: Mapping,
  readers: StreamReader[],
  { shards, name, ...reading }: Reading<R>,
): void {
  const windowMs = maximumBatchingWindowSeconds * 1_000;
  for (const [number, records] of shards.entries()) {
    const shard = { name: `${name} ${number}`, records };
    const source = new StreamSource({ simulation, ...shard, ...reading, batchSize, windowMs });
    readers.push(source);
    parts.push(source);
  }
}

function attachQueue(
  { simulation, queues, parts }: Sources,
  { queue, batchSize, maximumConcurrency: concurrency }: Trigger & { kind: "queue" },
  invoke: Invoke,
): void {
  const source = new QueueSource({
    simulation,
    name: queue,
    batchSize,
    concurrency,
    invoke: (messages) => invoke(sqsEvent(messages)),
  });
  queues.set(queue, source);
  parts.push(source);
}
