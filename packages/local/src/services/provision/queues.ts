import { CreateQueueCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { type QueueDefinition, type QueueName, queues } from "@doorbuster/adapters/definitions/messaging";

import { keysOf, physicalName, queueArn } from "../resources.ts";

const secondsPerDay = 86_400;
/** On a laptop a failed message comes again before one has forgotten it; still longer than a consumer may run. */
const visibilitySecondsMax = 20;

/** Makes every queue; those that others name as their dead-letter queue come first. CreateQueue itself is idempotent. */
export async function provisionQueues(client: SQSClient): Promise<void> {
  const definitions: Readonly<Record<QueueName, QueueDefinition>> = queues;
  const [plain, redriving] = [keysOf(queues), keysOf(queues)].map((names, index) =>
    names.filter((name) => (definitions[name].deadLetters !== undefined) === (index === 1)),
  );
  for (const names of [plain, redriving]) {
    await Promise.all(
      (names ?? []).map((name) =>
        client.send(
          new CreateQueueCommand({
            QueueName: physicalName(name),
            Attributes: attributesOf(definitions[name]),
          }),
        ),
      ),
    );
  }
}

function attributesOf(queue: QueueDefinition): Record<string, string> {
  return {
    VisibilityTimeout: String(Math.min(queue.visibilitySeconds, visibilitySecondsMax)),
    MessageRetentionPeriod: String(queue.retentionDays * secondsPerDay),
    ...(queue.deadLetters !== undefined && {
      RedrivePolicy: JSON.stringify({
        deadLetterTargetArn: queueArn(queue.deadLetters as QueueName),
        maxReceiveCount: queue.maxReceives,
      }),
    }),
  };
}
