import {
  type QueueDefinition,
  type QueueName,
  queues,
  type TopicDefinition,
  type TopicName,
  topics,
} from "@doorbuster/adapters/definitions/messaging";

import { capital, keysOf, mapKeys } from "../keysOf.ts";
import type { Keys } from "./keys.ts";

export interface Messages {
  readonly topics: Readonly<Record<TopicName, sst.aws.SnsTopic>>;
  readonly queues: Readonly<Record<QueueName, sst.aws.Queue>>;
  /** What the clock asked for and could not be done. A laptop has no such queue: there the next tick is enough. */
  readonly failures: sst.aws.Queue;
}

const secondsPerDay = 86_400;

/** SNS to everyone who must be told, and a queue for each. */
export function createMessages(keys: Keys): Messages {
  const created: Messages = {
    failures: createQueue("ScheduleFailures", { visibilitySeconds: 30, retentionDays: 14 }, keys),
    topics: mapKeys(
      topics,
      (_, name) => new sst.aws.SnsTopic(name, { transform: { topic: encrypted(keys) } }),
    ),
    queues: createQueues(keys),
  };
  const writers = subscribe(created);
  for (const name of keysOf(queues)) {
    const from = (writers.get(name) ?? []).map((topic) => created.topics[topic].arn);
    guardQueue(name, created.queues[name], from);
  }
  for (const name of keysOf(topics)) guardTopic(name, created.topics[name]);
  guardQueue("ScheduleFailures", created.failures, []);
  return created;
}

function encrypted(keys: Keys) {
  return (args: aws.sns.TopicArgs): undefined => {
    args.kmsMasterKeyId = keys.messages.arn;
  };
}

/** Those that others name as their dead-letter queue come first. */
function createQueues(keys: Keys): Record<QueueName, sst.aws.Queue> {
  const definitions: Readonly<Record<QueueName, QueueDefinition>> = queues;
  const created: Partial<Record<string, sst.aws.Queue>> = {};
  const create = (name: QueueName) => {
    const definition = definitions[name];
    const deadLetters = definition.deadLetters === undefined ? undefined : created[definition.deadLetters];
    created[name] = createQueue(name, definition, keys, deadLetters);
  };
  const names = keysOf(queues);
  for (const name of names) if (definitions[name].deadLetters === undefined) create(name);
  for (const name of names) if (definitions[name].deadLetters !== undefined) create(name);
  return created as Record<QueueName, sst.aws.Queue>;
}

function createQueue(
  name: string,
  { visibilitySeconds, retentionDays, maxReceives = 1 }: QueueDefinition,
  keys: Keys,
  deadLetters?: sst.aws.Queue,
): sst.aws.Queue {
  return new sst.aws.Queue(name, {
    visibilityTimeout: `${visibilitySeconds} seconds`,
    ...(deadLetters && { dlq: { queue: deadLetters.arn, retry: maxReceives } }),
    transform: {
      queue: (args): undefined => {
        args.messageRetentionSeconds = retentionDays * secondsPerDay;
        args.kmsMasterKeyId = keys.messages.arn;
        args.kmsDataKeyReusePeriodSeconds = 300;
      },
    },
  });
}

/** Answers which topics write to which queue. What a queue will not take goes to its dead letters, and is not lost. */
function subscribe(created: Messages): Map<QueueName, TopicName[]> {
  const definitions: Readonly<Record<QueueName, QueueDefinition>> = queues;
  const writers = new Map<QueueName, TopicName[]>();
  const writes = (topic: TopicName, queue: QueueName) =>
    writers.set(queue, [...(writers.get(queue) ?? []), topic]);
  for (const name of keysOf(topics)) {
    const { subscriptions }: TopicDefinition = topics[name];
    for (const { queue, filter } of subscriptions) {
      const deadLetters = definitions[queue].deadLetters as QueueName;
      new aws.sns.TopicSubscription(`${name}To${queue}`, {
        topic: created.topics[name].arn,
        protocol: "sqs",
        endpoint: created.queues[queue].arn,
        rawMessageDelivery: true,
        filterPolicy: JSON.stringify(filter),
        redrivePolicy: $jsonStringify({ deadLetterTargetArn: created.queues[deadLetters].arn }),
      });
      writes(name, queue);
      writes(name, deadLetters);
    }
  }
  return writers;
}

/** Who may write to a queue without a role: its topics, and nobody without TLS. SST's own policy would let any topic. */
function guardQueue(
  name: string,
  { arn, url }: sst.aws.Queue,
  topicArns: readonly $util.Output<string>[],
): void {
  new aws.sqs.QueuePolicy(`${name}Policy`, {
    queueUrl: url,
    policy: $jsonStringify({
      Version: "2012-10-17",
      Statement: [
        ...topicArns.map((topicArn, index) => ({
          Sid: `Topic${index + 1}`,
          Effect: "Allow",
          Principal: { Service: "sns.amazonaws.com" },
          Action: "sqs:SendMessage",
          Resource: arn,
          Condition: { ArnEquals: { "aws:SourceArn": topicArn } },
        })),
        {
          Sid: "TlsOnly",
          Effect: "Deny",
          Principal: "*",
          Action: "sqs:*",
          Resource: arn,
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ],
    }),
  });
}

/** Roles may publish by what they are granted; this says which services of AWS's may, for us, and that it must be by TLS. */
function guardTopic(name: TopicName, { arn }: sst.aws.SnsTopic): void {
  const { services = [] }: TopicDefinition = topics[name];
  new aws.sns.TopicPolicy(`${name}Policy`, {
    arn,
    policy: $jsonStringify({
      Version: "2012-10-17",
      Statement: [
        ...services.map((service) => ({
          Sid: capital(service.split(".")[0] ?? service),
          Effect: "Allow",
          Principal: { Service: service },
          Action: "sns:Publish",
          Resource: arn,
          Condition: { StringEquals: { "aws:SourceAccount": aws.getCallerIdentityOutput().accountId } },
        })),
        {
          Sid: "TlsOnly",
          Effect: "Deny",
          Principal: "*",
          Action: "sns:Publish",
          Resource: arn,
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ],
    }),
  });
}
