import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { KinesisClient } from "@aws-sdk/client-kinesis";
import { S3Client } from "@aws-sdk/client-s3";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SESv2Client } from "@aws-sdk/client-sesv2";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { sdkLogger } from "./sdkLogger.ts";

/**
 * One connection pool per client. HTTP/1 throughout: the Kinesis client would otherwise ask for HTTP/2 in clear text,
 * which embedded services don't speak. The time-outs bound what one call may cost a customer who is waiting.
 */
const handler = () =>
  new NodeHttpHandler({
    connectionTimeout: 1_000,
    requestTimeout: 5_000,
    throwOnRequestTimeout: true, // or it only warns, and waits on
    httpAgent: { keepAlive: true, maxSockets: 64 },
    httpsAgent: { keepAlive: true, maxSockets: 64 },
  });

/*
 * Endpoints, region and credentials come from the environment, as every SDK reads it (`AWS_ENDPOINT_URL_DYNAMODB` …), so
 * the same code meets AWS, the embedded services or any other emulator. A bundle holds only the clients it imports.
 */
const client = (maxAttempts: number) => ({
  requestHandler: handler(),
  logger: sdkLogger,
  maxAttempts,
  cacheMiddleware: true,
});

export const dynamoClient = () => new DynamoDBClient(client(3));
export const kinesisClient = () => new KinesisClient(client(2));
export const s3Client = () => new S3Client(client(3));
export const secretsClient = () => new SecretsManagerClient(client(3));
export const snsClient = () => new SNSClient(client(2));
export const sqsClient = () => new SQSClient(client(3));
/** One attempt: SendEmail has no idempotency key, so a repeated call may be a second mail. The queue repeats for us. */
export const sesClient = () => new SESv2Client(client(1));
/** One attempt, for the same reason: Publish to a telephone has no idempotency key. */
export const smsClient = () => new SNSClient(client(1));
