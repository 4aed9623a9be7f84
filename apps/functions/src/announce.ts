import type { DynamoDBStreamEvent } from "aws-lambda";
import { snsClient } from "@doorbuster/adapters/aws/clients";
import { arnOf } from "@doorbuster/adapters/aws/resources";
import { snsAnnouncer } from "@doorbuster/adapters/events/snsAnnouncer";
import type { BatchResponse } from "./runtime/batch.ts";
import { functionLog } from "./runtime/log.ts";
import { forward } from "./runtime/outbox.ts";

const log = functionLog("announce");
const topic = snsAnnouncer(snsClient(), arnOf("OrderTopic"));

/** The outbox, to SNS: everyone who must be told. */
export const handler = (event: DynamoDBStreamEvent): Promise<BatchResponse> =>
  forward(event, { log, message: (entry) => entry, sink: topic });
