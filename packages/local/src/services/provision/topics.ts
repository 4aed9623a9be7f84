import {
  CreateTopicCommand,
  ListSubscriptionsByTopicCommand,
  type SNSClient,
  SubscribeCommand,
} from "@aws-sdk/client-sns";
import { topics } from "@doorbuster/adapters/definitions/messaging";

import { keysOf, physicalName, queueArn } from "../resources.ts";

/** Makes every topic and those of its subscriptions that are not there yet. */
export async function provisionTopics(client: SNSClient): Promise<void> {
  for (const name of keysOf(topics)) {
    const { TopicArn } = await client.send(new CreateTopicCommand({ Name: physicalName(name) }));
    const present = await client.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
    const subscribed = new Set(present.Subscriptions?.map(({ Endpoint }) => Endpoint));
    for (const { queue, filter } of topics[name].subscriptions) {
      const Endpoint = queueArn(queue);
      if (subscribed.has(Endpoint)) continue;
      const Attributes = { RawMessageDelivery: "true", FilterPolicy: JSON.stringify(filter) };
      await client.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint, Attributes }));
    }
  }
}
