import type { DynamoDBStreamEvent } from "aws-lambda";
import { kinesisClient } from "@doorbuster/adapters/aws/clients";
import { nameOf } from "@doorbuster/adapters/aws/resources";
import { kinesisPublisher } from "@doorbuster/adapters/events/kinesisPublisher";
import { orderEventOf } from "@doorbuster/core/metrics/orderEvent";
import type { BatchResponse } from "./runtime/batch.ts";
import { functionLog } from "./runtime/log.ts";
import { functionMetrics } from "./runtime/metrics.ts";
import { forward } from "./runtime/outbox.ts";

const log = functionLog("publish");
const measure = functionMetrics("publish");
const stream = kinesisPublisher(kinesisClient(), nameOf("EventStream"));

/** The outbox, to Kinesis: everything that counts. */
export const handler = (event: DynamoDBStreamEvent): Promise<BatchResponse> =>
  forward(event, {
    log,
    message: orderEventOf,
    sink: stream,
    onForwarded(entries) {
      for (const [type, list] of Map.groupBy(entries, (entry) => entry.type)) {
        measure("OrderEvents", list.length, type);
      }
    },
  });
