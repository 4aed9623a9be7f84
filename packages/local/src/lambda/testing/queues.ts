import {
  CreateQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { startFauxqs } from "fauxqs";

import { access } from "./embedded.ts";

/** An embedded SQS, and queues in it. */
export async function startQueues() {
  const server = await startFauxqs({ port: 0, logger: false });
  const endpoint = `http://127.0.0.1:${server.port}`;
  const sqs = new SQSClient({ ...access, endpoint });
  const url = (queue: string) => `${endpoint}/000000000000/${queue}`;

  return {
    sqs,
    url,
    stop: () => server.stop(),
    createQueue: async (QueueName: string, Attributes: Record<string, string> = {}): Promise<void> => {
      await sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
    },
    send: async (queue: string, ...bodies: readonly string[]): Promise<void> => {
      const Entries = bodies.map((MessageBody, index) => ({
        Id: String(index),
        MessageBody,
        MessageAttributes: { type: { DataType: "String", StringValue: "order.confirmed" } },
      }));
      await sqs.send(new SendMessageBatchCommand({ QueueUrl: url(queue), Entries }));
    },
    receive: async (queue: string): Promise<unknown[]> => {
      const ask = new ReceiveMessageCommand({ QueueUrl: url(queue), MaxNumberOfMessages: 10 });
      const { Messages = [] } = await sqs.send(ask);
      return Messages.map(({ Body = "" }) => JSON.parse(Body) as unknown);
    },
    /** Messages in the queue, those out with a consumer included. */
    depth: (queue: string): number => {
      const messages = server.inspectQueue(queue)?.messages;
      return (
        (messages?.ready.length ?? 0) + (messages?.delayed.length ?? 0) + (messages?.inflight.length ?? 0)
      );
    },
  };
}
