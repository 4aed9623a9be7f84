import type { KinesisStreamEvent } from "aws-lambda";
import type { LakeRecord } from "@doorbuster/adapters/lake/eventSchema";
import { orderEventSchema } from "@doorbuster/core/metrics/orderEvent";
import type { Log } from "@doorbuster/core/ports";
import { decode } from "./batch.ts";

/** The order events of a batch of the stream, in its order; what is no order event is reported and left out. */
export function orderEvents(event: KinesisStreamEvent, log: Log): LakeRecord[] {
  const records = decode(
    event.Records,
    {
      id: ({ kinesis }) => kinesis.sequenceNumber,
      value: ({ kinesis, eventID }) => ({
        event: orderEventSchema.parse(JSON.parse(Buffer.from(kinesis.data, "base64").toString())),
        // `eventID` is the shard's id and the sequence number.
        shardId: eventID.slice(0, eventID.indexOf(":")),
        sequenceNumber: kinesis.sequenceNumber,
        arrivedAt: Math.round(kinesis.approximateArrivalTimestamp * 1000),
      }),
    },
    log,
  );
  return records.map(({ value }) => value);
}

/** Each trace once, for the log line by which an order's hops are found. */
export function traceIdsOf(records: readonly LakeRecord[]): string[] {
  return [...new Set(records.map(({ event }) => event.traceId))];
}
