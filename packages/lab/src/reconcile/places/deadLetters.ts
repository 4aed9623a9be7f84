import { GetQueueAttributesCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { queues, type QueueDefinition } from "@doorbuster/adapters/definitions/messaging";
import { queueUrl } from "@doorbuster/local/services/resources";

/** How many messages were given up, by queue: those that nobody empties by himself. Empty queues are left out. */
export async function readDeadLetters(client: SQSClient, endpoint: string): Promise<Record<string, number>> {
  const definitions: Readonly<Record<string, QueueDefinition>> = queues;
  const last = Object.keys(definitions).filter((name) => definitions[name]?.deadLetters === undefined);
  const depths = last.map(async (name) => {
    const { Attributes } = await client.send(
      new GetQueueAttributesCommand({
        QueueUrl: queueUrl(endpoint, name),
        AttributeNames: ["ApproximateNumberOfMessages"],
      }),
    );
    return [name, Number(Attributes?.ApproximateNumberOfMessages ?? 0)] as const;
  });
  return Object.fromEntries((await Promise.all(depths)).filter(([, depth]) => depth > 0));
}
