import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type Message,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import type { Bereaved, DeadLetter, DeadLetters, Redrivable } from "@doorbuster/core/deadLetter/deadLetter";
import { isoTime, type Clock } from "@doorbuster/core/ports";
import type { QueueName } from "../definitions/messaging.ts";
import { readLetter } from "./deadLetter.ts";
import { reasonAttribute } from "./queueSender.ts";

/** Where each one's messages lie when they are given up, and where they came from. */
export const deadLetterQueues = {
  email: { from: "EmailDeadLetters", to: "EmailQueue" },
  sms: { from: "SmsDeadLetters", to: "SmsQueue" },
  push: { from: "PushDeadLetters", to: "PushQueue" },
  payments: { from: "PaymentDeadLetters", to: "PaymentQueue" },
  streams: { from: "StreamFailures" },
} as const satisfies Record<Redrivable, { from: QueueName; to: QueueName }> &
  Record<Bereaved, { from: QueueName }>;

/** ReceiveMessage hands out ten at most (SQS API reference). */
const maxReceived = 10;
/** Long enough that SQS asks all its servers: a short poll asks some, and may find nothing where there is something. */
const waitSeconds = 1;

/**
 * The dead-letter queues on SQS. Letters are put back by receiving, sending and deleting them, not by SQS's own message move
 * tasks: letters that SNS or a function put aside have no source queue that a task would know, a task has no moment from which
 * on it leaves letters alone, and this is the same on every SQS there is.
 */
export function sqsDeadLetters(
  client: SQSClient,
  urlOf: (queue: QueueName) => string,
  clock: Clock,
): DeadLetters {
  const receive = async (QueueUrl: string, atMost: number, hideSeconds?: number): Promise<Message[]> => {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: Math.min(atMost, maxReceived),
        WaitTimeSeconds: waitSeconds,
        VisibilityTimeout: hideSeconds,
        MessageSystemAttributeNames: ["SentTimestamp", "ApproximateReceiveCount"],
        MessageAttributeNames: [reasonAttribute],
      }),
    );
    return Messages;
  };

  return {
    async look(of) {
      const QueueUrl = urlOf(deadLetterQueues[of].from);
      const { Attributes = {} } = await client.send(
        new GetQueueAttributesCommand({
          QueueUrl,
          AttributeNames: ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
        }),
      );
      const receivable = Number(Attributes.ApproximateNumberOfMessages ?? 0);
      const all = receivable + Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? 0);
      const found = all > 0 ? await receive(QueueUrl, maxReceived, 0) : [];
      const byId = new Map(found.map((message) => [message.MessageId, message]));
      const letters = [...byId.values()].map((message) => ({
        ...receivedOf(message),
        ...readLetter(message),
      }));
      const depth = Math.max(receivable, letters.length); // counts lag behind
      return {
        depth,
        underWay: Math.max(0, all - depth),
        letters: letters.sort((a, b) => a.sentAt.localeCompare(b.sentAt)),
      };
    },

    async putBack(of, { atMost = Infinity, sentBefore, until }) {
      const { from, to } = deadLetterQueues[of];
      const move = async ({ Body, ReceiptHandle }: Message) => {
        await client.send(new SendMessageCommand({ QueueUrl: urlOf(to), MessageBody: Body }));
        await client.send(new DeleteMessageCommand({ QueueUrl: urlOf(from), ReceiptHandle }));
      };
      let moved = 0;
      try {
        while (moved < atMost) {
          if (clock.now() >= until) return { moved, ending: "out of time" };
          // What is newer stays, hidden for the queue's own half minute, and so is not received again here.
          const old = (await receive(urlOf(from), atMost - moved)).filter(
            (message) => sentAtOf(message) < sentBefore,
          );
          if (old.length === 0) return { moved, ending: "done" };
          const results = await Promise.allSettled(old.map(move));
          const failed = results.filter((result) => result.status === "rejected");
          moved += results.length - failed.length;
          if (failed[0]) return { moved, ending: "failed", error: failed[0].reason as unknown };
        }
        return { moved, ending: "done" };
      } catch (error) {
        return { moved, ending: "failed", error };
      }
    },
  };
}

const sentAtOf = ({ Attributes }: Message): number => Number(Attributes?.SentTimestamp ?? 0);

function receivedOf(message: Message): Pick<DeadLetter, "id" | "sentAt" | "receives"> {
  return {
    id: message.MessageId ?? "",
    sentAt: isoTime(sentAtOf(message)),
    receives: Number(message.Attributes?.ApproximateReceiveCount ?? 0),
  };
}
