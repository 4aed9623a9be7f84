import {
  CreateQueueCommand,
  GetQueueUrlCommand,
  SetQueueAttributesCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { type FunctionDefinition, functions } from "@doorbuster/adapters/definitions/functions";
import {
  type QueueDefinition,
  type QueueName,
  queues,
  type TopicDefinition,
  topics,
} from "@doorbuster/adapters/definitions/messaging";

import { keysOf, mailQueueOf, physicalName, queueArn } from "../resources.ts";

const secondsPerDay = 86_400;
/** How long a queue's consumer may be at a message. */
const consumerSeconds: ReadonlyMap<string, number> = new Map(
  Object.values<FunctionDefinition>(functions).flatMap(({ timeoutSeconds, triggers }) =>
    triggers.flatMap((trigger) => (trigger.kind === "queue" ? [[trigger.queue, timeoutSeconds]] : [])),
  ),
);

/** Behind a topic that goes to people by mail: the inbox takes one at once, or is away. */
const mailQueue: QueueDefinition = { visibilitySeconds: 5, retentionDays: 4 };

/** Makes every queue, or brings it up to its definition. Those that others name as their dead-letter queue come first. */
export async function provisionQueues(client: SQSClient): Promise<void> {
  const definitions: Readonly<Record<QueueName, QueueDefinition>> = queues;
  const isRedriving = (name: QueueName) => definitions[name].deadLetters !== undefined;
  const provisionAll = (names: QueueName[]) =>
    Promise.all(
      names.map((name) =>
        provisionQueue(client, physicalName(name), attributesOf(soon(name, definitions[name]))),
      ),
    );
  await provisionAll(keysOf(queues).filter((name) => !isRedriving(name)));
  await provisionAll(keysOf(queues).filter(isRedriving));
  const mailed = keysOf(topics).filter((name) => (topics[name] as TopicDefinition).mailed);
  await Promise.all(
    mailed.map((name) => provisionQueue(client, physicalName(mailQueueOf(name)), attributesOf(mailQueue))),
  );
}

async function provisionQueue(
  client: SQSClient,
  QueueName: string,
  Attributes: Record<string, string>,
): Promise<void> {
  try {
    await client.send(new CreateQueueCommand({ QueueName, Attributes }));
  } catch (error) {
    // fauxqs gives the query protocol's longer code, "AWS.SimpleQueueService.QueueNameExists".
    if (!(error instanceof Error && error.name.endsWith("QueueNameExists"))) throw error;
    // There since an older version of the definitions: only what it is called may never change.
    const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName }));
    await client.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
  }
}

/** On a laptop a failed message comes again before one has forgotten it: once the time of its consumer is over. */
function soon(name: QueueName, queue: QueueDefinition): QueueDefinition {
  const consumed = consumerSeconds.get(name);
  return consumed === undefined ? queue : { ...queue, visibilitySeconds: consumed + 1 };
}

function attributesOf(queue: QueueDefinition): Record<string, string> {
  return {
    VisibilityTimeout: String(queue.visibilitySeconds),
    MessageRetentionPeriod: String(queue.retentionDays * secondsPerDay),
    ...(queue.deadLetters !== undefined && {
      RedrivePolicy: JSON.stringify({
        deadLetterTargetArn: queueArn(queue.deadLetters),
        maxReceiveCount: queue.maxReceives,
      }),
    }),
  };
}
