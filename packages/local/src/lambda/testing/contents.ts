import { GetRecordsCommand, GetShardIteratorCommand, type KinesisClient } from "@aws-sdk/client-kinesis";
import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { ReceiveMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";

/** What the embedded services hold, for tests of what was put into them. */

/** Bodies of messages that lie in a queue, parsed; ten at most. */
export async function messagesIn(sqs: SQSClient, QueueUrl: string): Promise<unknown[]> {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 2 }),
  );
  return Messages.map(({ Body = "" }) => JSON.parse(Body) as unknown);
}

/** Everything that was put on a stream of one shard, parsed. */
export async function recordsIn(kinesis: KinesisClient, StreamName: string): Promise<unknown[]> {
  const { ShardIterator } = await kinesis.send(
    new GetShardIteratorCommand({
      StreamName,
      ShardId: "shardId-000000000000",
      ShardIteratorType: "TRIM_HORIZON",
    }),
  );
  const { Records = [] } = await kinesis.send(new GetRecordsCommand({ ShardIterator }));
  return Records.map(({ Data = new Uint8Array() }) => JSON.parse(Buffer.from(Data).toString()) as unknown);
}

export async function objectIn(s3: S3Client, Bucket: string, Key: string): Promise<Uint8Array> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  return (await Body?.transformToByteArray()) ?? new Uint8Array();
}
