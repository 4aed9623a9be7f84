import {
  DescribeStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListStreamsCommand,
  type _Record,
  type AttributeValue,
  type DynamoDBStreamsClient,
} from "@aws-sdk/client-dynamodb-streams";
import type { DynamoDBRecord } from "aws-lambda";

import {
  IteratorLost,
  isNamed,
  PositionLost,
  type Shard,
  type StreamRecord,
  type StreamService,
} from "./streamService.ts";

/** The stream of a DynamoDB table. */
export function tableStream(client: DynamoDBStreamsClient, tableName: string): StreamService {
  return {
    kind: "table",
    readLimit: 1000, // GetRecords, DynamoDB Streams API reference
    async describe(abortSignal) {
      const { Streams = [] } = await client.send(new ListStreamsCommand({ TableName: tableName }), {
        abortSignal,
      });
      // A table that was made anew has another stream, and the old one can be listed for a day. Labels are times.
      const arn = Streams.map(({ StreamArn = "" }) => StreamArn)
        .sort()
        .at(-1);
      if (arn === undefined) throw new Error(`The table ${tableName} has no stream`);
      return { arn, generation: arn, shards: await listShards(client, arn, abortSignal) };
    },
    async open({ streamArn: StreamArn, shard: ShardId }, position, abortSignal) {
      const type =
        typeof position === "string"
          ? { ShardIteratorType: position }
          : { ShardIteratorType: "AFTER_SEQUENCE_NUMBER" as const, SequenceNumber: position.after };
      const { ShardIterator } = await client
        .send(new GetShardIteratorCommand({ StreamArn, ShardId, ...type }), { abortSignal })
        .catch((error: unknown) => {
          const isLost = isNamed(error, "TrimmedDataAccessException", "ValidationException");
          throw isLost && typeof position === "object" ? new PositionLost() : error;
        });
      return ShardIterator ?? "";
    },
    async read({ streamArn, shard }, ShardIterator, Limit, abortSignal) {
      const page = await client
        .send(new GetRecordsCommand({ ShardIterator, Limit }), { abortSignal })
        .catch((error: unknown) => {
          const lost = ["ExpiredIteratorException", "TrimmedDataAccessException", "ValidationException"];
          throw isNamed(error, ...lost) ? new IteratorLost() : error;
        });
      const records = (page.Records ?? []).map((record) => toStreamRecord(record, shard, streamArn));
      return { records, next: page.NextShardIterator, atTip: true };
    },
  };
}

async function listShards(
  client: DynamoDBStreamsClient,
  arn: string,
  abortSignal: AbortSignal,
): Promise<Shard[]> {
  const shards: Shard[] = [];
  let after: string | undefined;
  do {
    const page = new DescribeStreamCommand({ StreamArn: arn, ExclusiveStartShardId: after });
    const { StreamDescription: stream } = await client.send(page, { abortSignal });
    for (const { ShardId: id = "", ParentShardId: parent } of stream?.Shards ?? []) {
      shards.push({ id, parents: parent === undefined ? [] : [parent] });
    }
    after = stream?.LastEvaluatedShardId;
  } while (after !== undefined);
  return shards;
}

function toStreamRecord(
  { dynamodb, userIdentity, ...rest }: _Record,
  shard: string,
  streamArn: string,
): StreamRecord {
  const { ApproximateCreationDateTime: createdAt, Keys, NewImage, OldImage, ...change } = dynamodb ?? {};
  const arrivedAtMs = createdAt?.getTime() ?? 0;
  const record = {
    ...rest,
    dynamodb: {
      ApproximateCreationDateTime: arrivedAtMs / 1000,
      ...(Keys && { Keys: toJson(Keys) }),
      ...(NewImage && { NewImage: toJson(NewImage) }),
      ...(OldImage && { OldImage: toJson(OldImage) }),
      ...change,
    },
    eventSourceARN: streamArn,
    ...(userIdentity && { userIdentity: { type: userIdentity.Type, principalId: userIdentity.PrincipalId } }),
  } as DynamoDBRecord;
  const bytes = Buffer.byteLength(JSON.stringify(record));
  return { sequenceNumber: change.SequenceNumber ?? "", arrivedAtMs, shard, record, bytes };
}

/** Attributes as an event's JSON has them: binary values in base64. */
function toJson(value: Record<string, AttributeValue> | AttributeValue): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) return value.map((one: AttributeValue) => toJson(one));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [name, toJson(field as AttributeValue)]),
  );
}
