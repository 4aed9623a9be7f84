import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { KinesisClient } from "@aws-sdk/client-kinesis";
import { S3Client } from "@aws-sdk/client-s3";
import { SESv2Client } from "@aws-sdk/client-sesv2";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { clientSettings } from "./clientSettings.ts";

export const dynamoClient = () => new DynamoDBClient(clientSettings(3));
export const kinesisClient = () => new KinesisClient(clientSettings(2));
export const s3Client = () => new S3Client(clientSettings(3));
export const snsClient = () => new SNSClient(clientSettings(2));
export const sqsClient = () => new SQSClient(clientSettings(3));
/** One attempt: SendEmail has no idempotency key, so a repeated call may be a second mail. The queue repeats for us. */
export const sesClient = () => new SESv2Client(clientSettings(1));
/** One attempt, for the same reason: Publish to a telephone has no idempotency key. */
export const smsClient = () => new SNSClient(clientSettings(1));
