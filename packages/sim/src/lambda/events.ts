import type { DynamoDBStreamEvent, KinesisStreamEvent, SQSEvent } from "aws-lambda";
import type { StreamedRecord } from "../aws/eventStream.ts";
import type { StreamRecord } from "../store/memoryStore.ts";
import type { Message } from "./queueSource.ts";

/* Of AWS's events only what our handlers read: the whole shapes are held to AWS's samples in the laptop edition. */

export function tableEvent(records: readonly StreamRecord[]): DynamoDBStreamEvent {
  const Records = records.map(({ eventName, keys, newImage, sequence }) => ({
    eventName,
    dynamodb: { Keys: keys, NewImage: newImage, SequenceNumber: String(sequence) },
  }));
  return { Records } as unknown as DynamoDBStreamEvent;
}

export function kinesisEvent(records: readonly StreamedRecord[]): KinesisStreamEvent {
  const Records = records.map(({ shardId, sequenceNumber, data, arrivedAt }) => ({
    eventID: `${shardId}:${sequenceNumber}`,
    kinesis: { sequenceNumber, data: data.toString("base64"), approximateArrivalTimestamp: arrivedAt / 1000 },
  }));
  return { Records } as unknown as KinesisStreamEvent;
}

export function sqsEvent(messages: readonly Message[]): SQSEvent {
  return { Records: messages } as unknown as SQSEvent;
}
