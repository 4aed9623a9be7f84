import type { Settings } from "../settings.ts";
import type { Keys } from "./keys.ts";

/** Where alarms go: a topic, and from there to whom the settings name. */
export function createAlerts({ alarmEmails }: Settings, keys: Keys): aws.sns.Topic {
  const topic = new aws.sns.Topic("OpsTopic", { kmsMasterKeyId: keys.messages.arn });
  const account = aws.getCallerIdentityOutput().accountId;
  new aws.sns.TopicPolicy("OpsTopicPolicy", {
    arn: topic.arn,
    policy: $jsonStringify({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "AlarmsAndBudget",
          Effect: "Allow",
          Principal: { Service: ["cloudwatch.amazonaws.com", "budgets.amazonaws.com"] },
          Action: "sns:Publish",
          Resource: topic.arn,
          Condition: { StringEquals: { "aws:SourceAccount": account } },
        },
        {
          Sid: "TlsOnly",
          Effect: "Deny",
          Principal: "*",
          Action: "sns:Publish",
          Resource: topic.arn,
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ],
    }),
  });
  for (const endpoint of alarmEmails) {
    new aws.sns.TopicSubscription(`OpsMail${endpoint.replaceAll(/\W/g, "")}`, {
      topic: topic.arn,
      protocol: "email",
      endpoint,
    });
  }
  return topic;
}
