import { finds, inProduction, withoutInProduction } from "../testing/break.ts";
import { edit, set } from "../testing/graphs.ts";
import { encryption } from "./encryption.ts";

finds(encryption, {
  "a table with AWS's key": () =>
    inProduction("table", "OrdersTable", set("serverSideEncryption.kmsKeyArn", undefined)),
  "a table with another class's key": () =>
    inProduction("table", "OrdersTable", edit("serverSideEncryption.kmsKeyArn", "KeyTables", "KeyMessages")),
  "a secret with the key of the logs": () =>
    inProduction("secret", "SecretPaymentSecretKey", edit("kmsKeyId", "KeySecrets", "KeyLogs")),
  "a bucket with the key of the tables": () =>
    inProduction(
      "bucketKey",
      "LakeEncryption",
      edit("rules.0.applyServerSideEncryptionByDefault.kmsMasterKeyId", "KeyLake", "KeyTables"),
    ),
  "a stream in clear": () => inProduction("stream", "EventStreamStream", set("kmsKeyId", undefined)),
  "a topic in clear": () => inProduction("topic", "OrderTopicTopic", set("kmsMasterKeyId", undefined)),
  "a queue with SQS's own key": () =>
    inProduction("queue", "EmailQueueQueue", set("kmsMasterKeyId", "alias/aws/sqs")),
  "a secret with AWS's key": () =>
    inProduction("secret", "SecretPaymentSecretKey", set("kmsKeyId", undefined)),
  "a log in clear": () => inProduction("logGroup", "ShopLogs", set("kmsKeyId", undefined)),
  "a trail in clear": () => inProduction("trail", "Trail", set("kmsKeyId", undefined)),
  "answers to queries in clear": () =>
    inProduction(
      "workgroup",
      "Reports",
      set("configuration.resultConfiguration.encryptionConfiguration", undefined),
    ),
  "a bucket without a key": () => withoutInProduction("bucketKey", "LakeEncryption"),
  "a key that is never turned over": () => inProduction("key", "KeyTables", set("enableKeyRotation", false)),
});
