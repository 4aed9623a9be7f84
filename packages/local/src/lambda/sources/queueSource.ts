import {
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  type Message,
  type MessageAttributeValue,
  type ReceiveMessageCommandOutput,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import type { SQSRecord } from "aws-lambda";

import { defaultRegion } from "../arns.ts";
import type { Log } from "../log.ts";
import { FunctionError } from "../process/functionError.ts";
import type { GiveWay } from "../precedence.ts";
import type { LambdaProcess } from "../process/process.ts";
import { backoffMs } from "./backoff.ts";
import { reportedFailures } from "./batchResponse.ts";
import type { Clock } from "./clock.ts";
import type { RideOut } from "./outage.ts";
import { newProgress, type Progress, type Source } from "./status.ts";

export interface QueueReader {
  readonly function: string;
  readonly source: string;
  readonly client: SQSClient;
  readonly queueUrl: string;
  readonly rules: {
    readonly batchSize: number;
    readonly maximumBatchingWindowSeconds: number;
    readonly maximumConcurrency: number;
  };
  readonly lambda: () => Pick<LambdaProcess, "invoke">;
  readonly rideOut: RideOut;
  readonly giveWay: GiveWay;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
}

/** A short long-poll: `stop` waits for it, because a message taken by a call that was broken off is lost for a while. */
const waitSeconds = 1;
/** ReceiveMessage and DeleteMessageBatch take at most ten (SQS API reference). */
const callSize = 10;

/**
 * Reads an SQS queue: up to `maximumConcurrency` batches at a time. What the function handled is deleted; what failed is
 * left to the queue, which delivers it again when its visibility time-out is over and counts the deliveries.
 */
export function startQueueSource(reader: QueueReader): Source {
  const stopping = new AbortController();
  const progress = newProgress();
  const running = poll(reader, progress, stopping.signal).catch((error: unknown) => {
    if (!stopping.signal.aborted) throw error;
  });
  return {
    status: () => ({
      function: reader.function,
      source: reader.source,
      kind: "queue",
      behind: progress.idleAt === null,
      ...progress,
    }),
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

async function poll(reader: QueueReader, progress: Progress, stop: AbortSignal): Promise<void> {
  const { clock, random, rules } = reader;
  const arn = await reader.rideOut(() => queueArn(reader), stop);
  const batches = new Set<Promise<void>>();
  while (!stop.aborted) {
    await reader.giveWay(stop);
    const askedAt = clock.now();
    const messages = await receiveBatch(reader, stop);
    if (messages.length > 0) {
      progress.idleAt = null;
      progress.pending += messages.length;
      const batch = handle(messages, arn, reader, progress, stop).finally(() => batches.delete(batch));
      batches.add(batch);
    } else if (batches.size === 0) {
      progress.idleAt = askedAt;
    }
    if (batches.size >= rules.maximumConcurrency) await Promise.race(batches);
    if (progress.consecutiveFailures > 0)
      await clock.sleep(backoffMs(progress.consecutiveFailures, random()), stop);
  }
  await Promise.all(batches);
}

async function queueArn({ client, queueUrl }: QueueReader): Promise<string> {
  const ask = new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ["QueueArn"] });
  const { Attributes } = await client.send(ask);
  return Attributes?.["QueueArn"] ?? "";
}

/** One receive; with a batching window, as many as it takes to fill the batch or the window. */
async function receiveBatch(reader: QueueReader, stop: AbortSignal): Promise<Message[]> {
  const { clock, rules } = reader;
  const { batchSize, maximumBatchingWindowSeconds: windowSeconds } = rules;
  const messages = await receive(reader, batchSize, stop);
  const until = clock.now() + windowSeconds * 1000;
  while (messages.length > 0 && messages.length < batchSize && clock.now() < until && !stop.aborted) {
    messages.push(...(await receive(reader, batchSize - messages.length, stop)));
  }
  return messages;
}

async function receive(
  { client, queueUrl, rideOut }: QueueReader,
  most: number,
  stop: AbortSignal,
): Promise<Message[]> {
  const ask = new ReceiveMessageCommand({
    QueueUrl: queueUrl,
    MaxNumberOfMessages: Math.min(callSize, most),
    WaitTimeSeconds: waitSeconds,
    MessageSystemAttributeNames: ["All"],
    MessageAttributeNames: ["All"],
  });
  const answer: ReceiveMessageCommandOutput = await rideOut(() => client.send(ask), stop);
  return answer.Messages ?? [];
}

async function handle(
  messages: Message[],
  arn: string,
  reader: QueueReader,
  progress: Progress,
  stop: AbortSignal,
) {
  progress.inFlight += messages.length;
  try {
    const result = await reader
      .lambda()
      .invoke({ Records: messages.map((message) => toRecord(message, arn)) });
    const failed = new Set(
      reportedFailures(result, (id) => messages.some(({ MessageId }) => MessageId === id)),
    );
    const handled = messages.filter(({ MessageId = "" }) => !failed.has(MessageId));
    await remove(handled, reader, stop);
    progress.delivered += handled.length;
    if (handled.length > 0) progress.lastSuccessAt = reader.clock.now();
    progress.consecutiveFailures = handled.length > 0 ? 0 : progress.consecutiveFailures + 1;
    if (failed.size > 0) logFailure(reader, failed.size, "BatchItemFailures");
  } catch (error) {
    progress.consecutiveFailures += 1;
    logFailure(reader, messages.length, error instanceof FunctionError ? error.errorType : String(error));
  } finally {
    progress.inFlight -= messages.length;
    progress.pending -= messages.length;
  }
}

function logFailure({ function: name, source, log }: QueueReader, messages: number, errorType: string): void {
  const message = "Messages failed and will be delivered again by their queue";
  log({ level: "warn", message, function: name, source, messages, errorType });
}

async function remove(
  messages: Message[],
  { client, queueUrl, rideOut }: QueueReader,
  stop: AbortSignal,
): Promise<void> {
  for (let start = 0; start < messages.length; start += callSize) {
    const Entries = messages
      .slice(start, start + callSize)
      .map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    await rideOut(() => client.send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries })), stop);
  }
}

function toRecord(message: Message, arn: string): SQSRecord {
  const attributes = Object.entries(message.MessageAttributes ?? {});
  return {
    messageId: message.MessageId ?? "",
    receiptHandle: message.ReceiptHandle ?? "",
    body: message.Body ?? "",
    attributes: (message.Attributes ?? {}) as unknown as SQSRecord["attributes"],
    messageAttributes: Object.fromEntries(attributes.map(([name, value]) => [name, toAttribute(value)])),
    md5OfBody: message.MD5OfBody ?? "",
    eventSource: "aws:sqs",
    eventSourceARN: arn,
    awsRegion: arn.split(":")[3] ?? defaultRegion,
  };
}

/** The list fields are in every event and always empty: SQS has never filled them. */
function toAttribute({ StringValue, BinaryValue, DataType = "" }: MessageAttributeValue) {
  return {
    ...(StringValue !== undefined && { stringValue: StringValue }),
    ...(BinaryValue !== undefined && { binaryValue: Buffer.from(BinaryValue).toString("base64") }),
    stringListValues: [],
    binaryListValues: [],
    dataType: DataType,
  };
}
