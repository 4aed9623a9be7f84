import {
  DescribeStreamSummaryCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListShardsCommand,
  type _Record,
  type KinesisClient,
} from "@aws-sdk/client-kinesis";
import type { KinesisStreamRecord } from "aws-lambda";

import { defaultAccountId, defaultRegion } from "../arns.ts";
import {
  IteratorLost,
  isNamed,
  PositionLost,
  type Shard,
  type StreamRecord,
  type StreamService,
} from "./streamService.ts";

/** A Kinesis data stream, read with shared throughput. `functionName` names the role that reads on AWS. */
export function kinesisStream(
  client: KinesisClient,
  streamName: string,
  functionName: string,
): StreamService {
  const roleArn = `arn:aws:iam::${defaultAccountId}:role/${functionName}`;
  return {
    kind: "stream",
    readLimit: 10_000, // GetRecords, Kinesis API reference
    async describe(abortSignal) {
      const about = new DescribeStreamSummaryCommand({ StreamName: streamName });
      const { StreamDescriptionSummary: stream } = await client.send(about, { abortSignal });
      // The ARN is made of the name alone: what tells two streams apart is when they were made.
      const generation = `${stream?.StreamARN}@${stream?.StreamCreationTimestamp?.toISOString()}`;
      return {
        arn: stream?.StreamARN ?? "",
        generation,
        shards: await listShards(client, streamName, abortSignal),
      };
    },
    async open({ shard: ShardId }, position, abortSignal) {
      const type =
        typeof position === "string"
          ? { ShardIteratorType: position }
          : { ShardIteratorType: "AFTER_SEQUENCE_NUMBER" as const, StartingSequenceNumber: position.after };
      const { ShardIterator } = await client
        .send(new GetShardIteratorCommand({ StreamName: streamName, ShardId, ...type }), { abortSignal })
        .catch((error: unknown) => {
          const isLost = isNamed(error, "InvalidArgumentException") && typeof position === "object";
          throw isLost ? new PositionLost() : error;
        });
      return ShardIterator ?? "";
    },
    async read({ streamArn, shard }, ShardIterator, Limit, abortSignal) {
      const page = await client
        .send(new GetRecordsCommand({ ShardIterator, Limit }), { abortSignal })
        .catch((error: unknown) => {
          const isLost = isNamed(error, "ExpiredIteratorException", "InvalidArgumentException");
          throw isLost ? new IteratorLost() : error;
        });
      const records = (page.Records ?? []).map((record) => toStreamRecord(record, shard, streamArn, roleArn));
      return { records, next: page.NextShardIterator, atTip: (page.MillisBehindLatest ?? 0) === 0 };
    },
  };
}

async function listShards(client: KinesisClient, name: string, abortSignal: AbortSignal): Promise<Shard[]> {
  const shards: Shard[] = [];
  let next: string | undefined;
  do {
    const page = new ListShardsCommand(next === undefined ? { StreamName: name } : { NextToken: next });
    const { Shards = [], NextToken } = await client.send(page, { abortSignal });
    for (const { ShardId: id = "", ParentShardId, AdjacentParentShardId } of Shards) {
      shards.push({
        id,
        parents: [ParentShardId, AdjacentParentShardId].filter((parent) => parent !== undefined),
      });
    }
    next = NextToken;
  } while (next !== undefined);
  return shards;
}

function toStreamRecord(read: _Record, shard: string, streamArn: string, roleArn: string): StreamRecord {
  const {
    SequenceNumber: sequenceNumber = "",
    PartitionKey: partitionKey = "",
    Data = new Uint8Array(),
  } = read;
  const arrivedAtMs = read.ApproximateArrivalTimestamp?.getTime() ?? 0;
  const record: KinesisStreamRecord = {
    kinesis: {
      kinesisSchemaVersion: "1.0",
      partitionKey,
      sequenceNumber,
      data: Buffer.from(Data).toString("base64"),
      approximateArrivalTimestamp: arrivedAtMs / 1000,
    },
    eventSource: "aws:kinesis",
    eventVersion: "1.0",
    eventID: `${shard}:${sequenceNumber}`,
    eventName: "aws:kinesis:record",
    invokeIdentityArn: roleArn,
    awsRegion: streamArn.split(":")[3] ?? defaultRegion,
    eventSourceARN: streamArn,
  };
  return { sequenceNumber, arrivedAtMs, shard, record, bytes: Buffer.byteLength(JSON.stringify(record)) };
}
