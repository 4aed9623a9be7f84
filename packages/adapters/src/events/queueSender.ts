import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { TimelineEntry } from "@doorbuster/core/order/timeline";

/** Puts a timeline entry on a queue, as SNS would deliver it there. */
export function queueSender(client: SQSClient): (queueUrl: string, entry: TimelineEntry) => Promise<void> {
  return async (QueueUrl, entry) => {
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(entry) }));
  };
}
