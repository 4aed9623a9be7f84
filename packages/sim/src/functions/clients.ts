import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { KinesisClient } from "@aws-sdk/client-kinesis";
import { S3Client } from "@aws-sdk/client-s3";
import { SESv2Client } from "@aws-sdk/client-sesv2";
import { SNSClient } from "@aws-sdk/client-sns";
import { stripePaymentProvider } from "@doorbuster/adapters/payment/stripe";
import { stripePaymentLedger } from "@doorbuster/adapters/payment/stripeLedger";
import { readTokens } from "@doorbuster/core/access/readToken";
import { simulatedClient, type Service } from "../aws/call.ts";
import type { Bucket } from "../aws/bucket.ts";
import type { EventStream } from "../aws/eventStream.ts";
import type { Mailbox } from "../aws/mailbox.ts";
import type { Topic } from "../aws/topic.ts";
import type { Process } from "../lambda/process.ts";
import { stripeFetch } from "../provider/stripeFetch.ts";
import type { StripeServer } from "../provider/stripeServer.ts";

/** Everything that stands behind the seam: the far ends of the AWS clients' `send` and of the provider's HTTP. */
export interface Backends {
  readonly dynamo: Service;
  readonly topic: Topic;
  readonly stream: EventStream;
  readonly bucket: Bucket;
  readonly mailbox: Mailbox;
  readonly provider: StripeServer;
}

/* The attempts are those of `aws/clients.ts` in the adapters. */
export const dynamoClient = (process: Process, { dynamo }: Pick<Backends, "dynamo">) =>
  simulatedClient(DynamoDBClient.prototype, process, dynamo, { maxAttempts: 3 });

export const snsClient = (process: Process, { topic }: Backends) =>
  simulatedClient(SNSClient.prototype, process, topic, { maxAttempts: 2 });

export const kinesisClient = (process: Process, { stream }: Backends) =>
  simulatedClient(KinesisClient.prototype, process, stream, { maxAttempts: 2 });

export const s3Client = (process: Process, { bucket }: Backends) =>
  simulatedClient(S3Client.prototype, process, bucket, { maxAttempts: 3 });

export const sesClient = (process: Process, { mailbox }: Backends) =>
  simulatedClient(SESv2Client.prototype, process, mailbox.serviceFor(process), { maxAttempts: 1 });

export const storefrontUrl = "https://shop.example";

const accountOf = (process: Process, { provider }: Backends) => ({
  secretKey: async () => "sk_test_simulation",
  baseUrl: "http://127.0.0.1:4242",
  stage: "simulation",
  fetch: stripeFetch(process, provider),
});

export const paymentsOf = (process: Process, backends: Backends) =>
  stripePaymentProvider({
    ...accountOf(process, backends),
    returnUrl: (orderId) => `${storefrontUrl}/orders/${orderId}`,
  });

export const ledgerOf = (process: Process, backends: Backends) =>
  stripePaymentLedger(accountOf(process, backends));

/** All of one stage's read tokens are made with one key. */
export const stageReadTokens = () => readTokens(async () => Buffer.alloc(32, 7).toString("base64"));
