import { PutRecordsCommand, type KinesisClient } from "@aws-sdk/client-kinesis";
import { idPosition, positionBits } from "@doorbuster/core/ids";
import type { OrderEvent } from "@doorbuster/core/metrics/orderEvent";
import type { EntrySink } from "./sink.ts";

/**
 * Publishes order events to a Kinesis stream, keyed by order. A batch is at most 500 events, PutRecords' own limit,
 * which the function's batch size keeps.
 *
 * Which shard takes an event is said by the place of the order's id instead of Kinesis's own hash of it: a shard then feeds
 * a range of ids, and with it the slices of the live counts that lie in that range, and nobody else's.
 */
export function kinesisPublisher(client: KinesisClient, streamName: string): EntrySink<OrderEvent> {
  return {
    async send(events) {
      const { Records = [] } = await client.send(
        new PutRecordsCommand({
          StreamName: streamName,
          Records: events.map((event) => ({
            PartitionKey: event.orderId,
            ExplicitHashKey: hashKeyOf(event.orderId),
            Data: Buffer.from(JSON.stringify(event)),
          })),
        }),
      );
      return Records.flatMap((record, index) => (record.ErrorCode ? [index] : []));
    },
  };
}

/** Kinesis cuts 0 … 2^128 − 1 into a range for each shard, and takes a number of it as decimal digits. */
function hashKeyOf(orderId: string): string {
  return String(BigInt(idPosition(orderId)) << BigInt(128 - positionBits));
}
