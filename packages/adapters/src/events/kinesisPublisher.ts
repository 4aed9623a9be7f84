import { PutRecordsCommand, type KinesisClient } from "@aws-sdk/client-kinesis";
import type { OrderEvent } from "@doorbuster/core/metrics/orderEvent";
import type { EntrySink } from "./sink.ts";

/**
 * Publishes order events to a Kinesis stream, keyed by order. A batch is at most 500 events, PutRecords' own limit,
 * which the function's batch size keeps.
 */
export function kinesisPublisher(client: KinesisClient, streamName: string): EntrySink<OrderEvent> {
  return {
    async send(events) {
      const { Records = [] } = await client.send(
        new PutRecordsCommand({
          StreamName: streamName,
          Records: events.map((event) => ({
            PartitionKey: event.orderId,
            Data: Buffer.from(JSON.stringify(event)),
          })),
        }),
      );
      return Records.flatMap((record, index) => (record.ErrorCode ? [index] : []));
    },
  };
}
