import { setTimeout as delay } from "node:timers/promises";

import { GetQueueAttributesCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { type QueueDefinition, type QueueName, queues } from "@doorbuster/adapters/definitions/messaging";

import type { SourceStatus } from "../lambda/index.ts";
import { keysOf, queueUrl } from "../services/resources.ts";
import type { QuietOptions } from "./types.ts";

const timeoutMsUnlessTold = 120_000;
const pollMs = 100;

export interface QuietProbe {
  readonly sources: () => Promise<readonly SourceStatus[]>;
  /** Messages in each queue that has a consumer: waiting, delayed or out with one. */
  readonly queueDepths: () => Promise<ReadonlyMap<string, number>>;
}

/**
 * Waits until nothing is left to do in the pipeline.
 *
 * That every reader stands at its tip at one moment proves nothing: a record that the first reader hands on while the
 * second is being asked is seen by neither. So there are two calm looks, and between them every reader of a stream has
 * read to its tip once more, and nobody has delivered anything. A queue need not be read for that: it says itself what it
 * holds, and what is out with a reader is among it until that reader has counted it.
 */
export async function waitUntilQuiet(probe: QuietProbe, options: QuietOptions = {}): Promise<void> {
  const deadline = Date.now() + (options.timeoutMs ?? timeoutMsUnlessTold);
  let since = Date.now();
  let deliveredAtLastCalm: number | undefined;
  for (;;) {
    const { busy, delivered } = await look(probe, since, options.until);
    if (busy.length === 0) {
      if (delivered === deliveredAtLastCalm) return;
      deliveredAtLastCalm = delivered;
      since = Date.now();
    }
    if (Date.now() > deadline)
      throw new Error(`The pipeline did not come to rest: ${busy.join("; ") || "it moves on"}.`);
    await delay(pollMs);
  }
}

/** What has not come to rest since a moment (Unix milliseconds), and how many records were ever delivered. */
async function look(
  probe: QuietProbe,
  since: number,
  until: QuietOptions["until"],
): Promise<{ busy: string[]; delivered: number }> {
  if (until !== undefined && !(await until()))
    return { busy: ["what feeds it goes on"], delivered: Number.NaN };
  const sources = await probe.sources();
  const readers = sources.filter(({ kind }) => kind !== "schedule");
  const running = sources.filter(({ kind, inFlight }) => kind === "schedule" && inFlight > 0);
  const behind = readers.filter(
    ({ kind, idleAt, pending }) => pending > 0 || (kind !== "queue" && (idleAt === null || idleAt < since)),
  );
  const depths = [...(await probe.queueDepths())].filter(([, depth]) => depth > 0);
  return {
    busy: [
      ...running.map((source) => `${source.function} runs`),
      ...behind.map((source) => `${source.function} has ${source.pending} to go from ${source.source}`),
      ...depths.map(([queue, depth]) => `${queue} holds ${depth}`),
    ],
    delivered: readers.reduce((sum, source) => sum + source.delivered, 0),
  };
}

/** Asks SQS for the depths of every queue but the dead-letter ones, which nobody empties by himself. */
export async function readQueueDepths(client: SQSClient, sqsEndpoint: string): Promise<Map<string, number>> {
  const definitions: Readonly<Record<QueueName, QueueDefinition>> = queues;
  const consumed = keysOf(queues).filter((name) => definitions[name].deadLetters !== undefined);
  const entries = consumed.map(async (name) => {
    const QueueUrl = queueUrl(sqsEndpoint, name);
    const { Attributes } = await client.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: counted }),
    );
    return [name, counted.reduce((sum, attribute) => sum + Number(Attributes?.[attribute] ?? 0), 0)] as const;
  });
  return new Map(await Promise.all(entries));
}

const counted: (
  | "ApproximateNumberOfMessages"
  | "ApproximateNumberOfMessagesDelayed"
  | "ApproximateNumberOfMessagesNotVisible"
)[] = [
  "ApproximateNumberOfMessages",
  "ApproximateNumberOfMessagesDelayed",
  "ApproximateNumberOfMessagesNotVisible",
];
