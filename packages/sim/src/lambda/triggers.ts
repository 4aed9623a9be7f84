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
import { everyMinute } from "./schedule.ts";
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

/** Puts a function behind the triggers that its definition names. */
export function attach(sources: Sources, name: FunctionName, start: Start<EventHandler>): void {
  const lambda = new Lambda(sources.simulation, name, start);
  sources.parts.push(lambda);
  const invoke = (event: unknown) =>
    lambda.invoke((handler) => handler(event as never)) as Promise<Outcome<BatchResponse>>;
  for (const trigger of functions[name].triggers) attachTrigger(sources, name, trigger, invoke);
}

function attachTrigger(
  sources: Sources,
  name: FunctionName,
  trigger: Trigger,
  invoke: (event: unknown) => Promise<Outcome<BatchResponse>>,
): void {
  const { simulation, tableStream, eventStream, readers, parts } = sources;
  const stream = <R>(
    mapping: Mapping,
    to: StreamReader[],
    shard: { name: string; records: R[] },
    read: Reading<R>,
  ) => {
    const { batchSize, maximumBatchingWindowSeconds } = mapping;
    const windowMs = maximumBatchingWindowSeconds * 1_000;
    const source = new StreamSource({ simulation, ...shard, ...read, batchSize, windowMs });
    to.push(source);
    parts.push(source);
  };
  switch (trigger.kind) {
    case "table":
      for (const [number, records] of tableStream.shards.entries()) {
        stream(
          trigger,
          readers.table,
          { name: `${name} of table shard ${number}`, records },
          {
            idOf: ({ sequence }) => String(sequence),
            isWanted: recordFilter(trigger.filter),
            invoke: (batch) => invoke(tableEvent(batch)),
          },
        );
      }
      return;
    case "stream":
      for (const [number, records] of eventStream.shards.entries()) {
        stream(
          trigger,
          readers.stream,
          { name: `${name} of shard ${number}`, records },
          {
            idOf: ({ sequenceNumber }) => sequenceNumber,
            isWanted: () => true,
            invoke: (batch) => invoke(kinesisEvent(batch)),
          },
        );
      }
      return;
    case "queue": {
      const { queue, batchSize, maximumConcurrency: concurrency } = trigger;
      const source = new QueueSource({
        simulation,
        name: queue,
        batchSize,
        concurrency,
        invoke: (messages) => invoke(sqsEvent(messages)),
      });
      sources.queues.set(queue, source);
      parts.push(source);
      return;
    }
    case "schedule":
      everyMinute(simulation, name, () => {
        invoke({}).catch((error: unknown) => simulation.fail(error));
      });
      return;
    case "http":
      throw new Error(`${name} is called through the gateway`);
  }
}

interface Reading<R> {
  readonly idOf: (record: R) => string;
  readonly isWanted: (record: R) => boolean;
  readonly invoke: (batch: readonly R[]) => Promise<Outcome<BatchResponse>>;
}
