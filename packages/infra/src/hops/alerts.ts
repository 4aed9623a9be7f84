import type { Settings } from "../settings.ts";

/** To whom the operations' topic goes: those whom the settings name, by mail. */
export function createAlerts({ alarmEmails }: Settings, topic: sst.aws.SnsTopic): sst.aws.SnsTopic {
  for (const endpoint of alarmEmails) {
    new aws.sns.TopicSubscription(`OpsMail${endpoint.replaceAll(/\W/g, "")}`, {
      topic: topic.arn,
      protocol: "email",
      endpoint,
    });
  }
  return topic;
}
