import { PublishCommand, type SNSClient } from "@aws-sdk/client-sns";
import type { OpsNotice } from "@doorbuster/core/anomaly/words";

/** Tells the operations staff, by the topic that alarms go to. */
export function snsOpsTopic(client: SNSClient, topicArn: string) {
  return {
    async publish({ subject, text }: OpsNotice): Promise<void> {
      await client.send(new PublishCommand({ TopicArn: topicArn, Subject: subject, Message: text }));
    },
  };
}
