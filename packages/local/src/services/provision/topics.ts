import {
  CreateTopicCommand,
  ListSubscriptionsByTopicCommand,
  SetSubscriptionAttributesCommand,
  type SNSClient,
  SubscribeCommand,
} from "@aws-sdk/client-sns";
import { type TopicDefinition, topics } from "@doorbuster/adapters/definitions/messaging";

import { keysOf, mailQueueOf, physicalName, queueArn } from "../resources.ts";

/** Makes every topic and its subscriptions, or brings their filters up to the definition. */
export async function provisionTopics(client: SNSClient): Promise<void> {
  for (const name of keysOf(topics)) {
    const { TopicArn } = await client.send(new CreateTopicCommand({ Name: physicalName(name) }));
    const { Subscriptions = [] } = await client.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
    const present = new Map(
      Subscriptions.map(({ Endpoint, SubscriptionArn }) => [Endpoint, SubscriptionArn]),
    );
    const { subscriptions, mailed }: TopicDefinition = topics[name];
    const mailArn = queueArn(mailQueueOf(name));
    if (mailed && !present.has(mailArn)) {
      await client.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint: mailArn }));
    }
    for (const { queue, filter } of subscriptions) {
      const Endpoint = queueArn(queue);
      const FilterPolicy = JSON.stringify(filter);
      const SubscriptionArn = present.get(Endpoint);
      if (SubscriptionArn === undefined) {
        const Attributes = { RawMessageDelivery: "true", FilterPolicy };
        await client.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint, Attributes }));
      } else {
        const change = { SubscriptionArn, AttributeName: "FilterPolicy", AttributeValue: FilterPolicy };
        await client.send(new SetSubscriptionAttributesCommand(change));
      }
    }
  }
}
