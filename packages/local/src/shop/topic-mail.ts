import { type TopicDefinition, type TopicName, topics } from "@doorbuster/adapters/definitions/messaging";
import type { SQSClient } from "@aws-sdk/client-sqs";
import type { SQSEvent } from "aws-lambda";

import { makeRideOut } from "../lambda/sources/outage.ts";
import { startQueueSource } from "../lambda/sources/queueSource.ts";
import type { Source } from "../lambda/sources/status.ts";
import { type Log, systemClock } from "../lambda/index.ts";
import { keysOf, mailQueueOf, queueUrl } from "../services/resources.ts";
import type { Endpoints } from "./types.ts";

/** From whom SNS's mails come, and who gets them on a laptop. */
const sender = "AWS Notifications <no-reply@sns.amazonaws.com>";
const operations = "operations@doorbuster.example";

/** What SNS puts on a queue that has not asked for raw messages (SNS developer guide, "Message delivery formats"). */
interface Envelope {
  readonly Subject?: string;
  readonly Message: string;
}

/**
 * Stands for SNS's subscriptions by e-mail, which the embedded SNS accepts and never delivers: reads the queue behind
 * each topic that people get by mail, and puts its messages into the inbox. As long as that is away, they wait.
 */
export function startTopicMail(options: {
  readonly sqs: SQSClient;
  readonly endpoints: Pick<Endpoints, "sqs" | "ses">;
  readonly log: Log;
}): { stop(): Promise<void> } {
  const definitions: Readonly<Record<TopicName, TopicDefinition>> = topics;
  const sources = keysOf(topics)
    .filter((topic) => definitions[topic].mailed)
    .map((topic) => startMail(topic, options));
  return { stop: async () => void (await Promise.all(sources.map((source) => source.stop()))) };
}

function startMail(topic: TopicName, { sqs, endpoints, log }: Parameters<typeof startTopicMail>[0]): Source {
  const common = { clock: systemClock, random: Math.random, log, function: "mail", source: topic };
  return startQueueSource({
    ...common,
    client: sqs,
    queueUrl: queueUrl(endpoints.sqs, mailQueueOf(topic)),
    // One at a time: a message that comes again because another failed would be two mails.
    rules: { batchSize: 1, maximumBatchingWindowSeconds: 0, maximumConcurrency: 1 },
    lambda: () => ({ invoke: (event) => mailAll(topic, event as SQSEvent, endpoints.ses) }),
    rideOut: makeRideOut(common),
    giveWay: () => Promise.resolve(),
  });
}

async function mailAll(topic: TopicName, { Records }: SQSEvent, ses: string): Promise<void> {
  for (const { body } of Records) {
    const { Subject = "AWS Notification Message", Message } = JSON.parse(body) as Envelope;
    const response = await fetch(`${ses}/v2/email/outbound-emails`, {
      method: "POST",
      body: JSON.stringify({
        FromEmailAddress: sender,
        Destination: { ToAddresses: [operations] },
        Content: { Simple: { Subject: { Data: Subject }, Body: { Text: { Data: Message } } } },
        EmailTags: [{ Name: "topic", Value: topic }],
      }),
    });
    if (!response.ok) throw new Error(`the inbox answered ${response.status}`);
  }
}
