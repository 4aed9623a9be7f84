import { finds, inProduction } from "../testing/break.ts";
import { edit } from "../testing/graphs.ts";
import { keyEdges } from "./keyEdges.ts";

finds(keyEdges, {
  "a queue that does not admit its topic": () =>
    inProduction("queuePolicy", "SmsQueuePolicy", edit("policy", "sns.amazonaws.com", "s3.amazonaws.com")),
  "a queue that admits another topic": () =>
    inProduction("queuePolicy", "SmsQueuePolicy", edit("policy", "OrderTopicTopic", "OtherTopic")),
  "dead letters that do not admit the topic": () =>
    inProduction(
      "queuePolicy",
      "SmsDeadLettersPolicy",
      edit("policy", "sns.amazonaws.com", "s3.amazonaws.com"),
    ),
  "a key that does not admit SNS": () =>
    inProduction("key", "KeyMessages", edit("policy", "sns.amazonaws.com", "s3.amazonaws.com")),
  "a key that does not admit CloudWatch": () =>
    inProduction("key", "KeyMessages", edit("policy", "cloudwatch.amazonaws.com", "s3.amazonaws.com")),
  "an ops topic that does not admit CloudWatch": () =>
    inProduction(
      "topicPolicy",
      "OpsTopicPolicy",
      edit("policy", "cloudwatch.amazonaws.com", "s3.amazonaws.com"),
    ),
  "an ops topic that does not admit budgets": () =>
    inProduction(
      "topicPolicy",
      "OpsTopicPolicy",
      edit("policy", "budgets.amazonaws.com", "s3.amazonaws.com"),
    ),
  "a key that does not admit CloudTrail": () =>
    inProduction("key", "KeyLake", edit("policy", "cloudtrail.amazonaws.com", "s3.amazonaws.com")),
  "a key that CloudTrail may not look at": () =>
    inProduction("key", "KeyLake", edit("policy", "kms:DescribeKey", "kms:ListGrants")),
  "a key that does not admit logs": () =>
    inProduction("key", "KeyLogs", edit("policy", "logs.eu-west-1.amazonaws.com", "s3.amazonaws.com")),
  "a reader that may not decrypt its queue": () =>
    inProduction("role", "EmailHandlerRole", edit("inlinePolicies.0.policy", "key/KeyMessages", "key/Other")),
  "a reader that may not decrypt its stream": () =>
    inProduction("role", "LakeHandlerRole", edit("inlinePolicies.0.policy", "key/KeyMessages", "key/Other")),
  "a reader that may not decrypt its table": () =>
    inProduction(
      "role",
      "AnnounceHandlerRole",
      edit("inlinePolicies.0.policy", "key/KeyTables", "key/Other"),
    ),
});
