import { kinesisPublisher } from "@doorbuster/adapters/events/kinesisPublisher";
import { snsAnnouncer } from "@doorbuster/adapters/events/snsAnnouncer";
import { orderEventOf } from "@doorbuster/core/metrics/orderEvent";
import { forward } from "@doorbuster/functions/runtime/outbox";
import type { DynamoDBStreamEvent } from "aws-lambda";
import type { Process } from "../lambda/process.ts";
import { kinesisClient, snsClient, type Backends } from "./clients.ts";

/** `apps/functions/src/announce.ts`. */
export function startAnnounce(process: Process, backends: Backends) {
  const sink = snsAnnouncer(snsClient(process, backends), "OrderTopic");
  return (event: DynamoDBStreamEvent) =>
    forward(event, { log: process.log, message: (entry) => entry, sink });
}

/** `apps/functions/src/publish.ts`. */
export function startPublish(process: Process, backends: Backends) {
  const sink = kinesisPublisher(kinesisClient(process, backends), "EventStream");
  return (event: DynamoDBStreamEvent) => forward(event, { log: process.log, message: orderEventOf, sink });
}
