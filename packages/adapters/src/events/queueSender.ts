import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { TimelineEntry } from "@doorbuster/core/order/timeline";

/** The message attribute that says why an entry was put aside. */
export const reasonAttribute = "reason";

/** Puts a timeline entry on a queue, as SNS would deliver it there; with the reason, in codes, where there is one. */
export function queueSender(client: SQSClient) {
  return async (QueueUrl: string, entry: TimelineEntry, reason?: string): Promise<void> => {
    await client.send(
      new SendMessageCommand({
        QueueUrl,
        MessageBody: JSON.stringify(entry),
        ...(reason && {
          MessageAttributes: { [reasonAttribute]: { DataType: "String", StringValue: reason } },
        }),
      }),
    );
  };
}
