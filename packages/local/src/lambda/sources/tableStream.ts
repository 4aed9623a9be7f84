import { json } from "node:stream/consumers";

import {
  DescribeStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListStreamsCommand,
  type DynamoDBStreamsClient,
} from "@aws-sdk/client-dynamodb-streams";
import type { DynamoDBRecord, StreamRecord as RecordBody } from "aws-lambda";

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
      const { command, records } = getRecords(ShardIterator, Limit);
      const page = await client.send(command, { abortSignal }).catch((error: unknown) => {
        const lost = ["ExpiredIteratorException", "TrimmedDataAccessException", "ValidationException"];
        throw isNamed(error, ...lost) ? new IteratorLost() : error;
      });
      const read = records().map((record) => toStreamRecord(record, shard, streamArn));
      return { records: read, next: page.NextShardIterator, atTip: true };
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

/** A record as DynamoDB Streams sends it: a Lambda event's, but for the case of one object's keys. */
interface WireRecord extends Omit<DynamoDBRecord, "userIdentity"> {
  readonly dynamodb: RecordBody;
  readonly userIdentity?: { readonly Type: string; readonly PrincipalId: string };
}

/**
 * GetRecords with the records as they came. What an event holds is what the service sent; to have the SDK turn it into
 * numbers, dates and bytes first, only to turn it back, would cost most of a reader's time.
 */
function getRecords(
  ShardIterator: string,
  Limit: number,
): { command: GetRecordsCommand; records: () => readonly WireRecord[] } {
  const command = new GetRecordsCommand({ ShardIterator, Limit });
  let records: readonly WireRecord[] = [];
  command.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const response = result.response as { statusCode: number; body: NodeJS.ReadableStream | Uint8Array };
      if (response.statusCode !== 200) return result;
      const page = (await json(response.body as NodeJS.ReadableStream)) as {
        Records?: readonly WireRecord[];
      };
      const { Records = [], ...rest } = page;
      records = Records;
      response.body = Buffer.from(JSON.stringify(rest));
      return result;
    },
    // Of this step the last one to be asked, and so the first to see the response.
    { step: "deserialize", priority: "low", name: "keepRecordsAsTheyCame" },
  );
  return { command, records: () => records };
}

function toStreamRecord(
  { userIdentity, ...rest }: WireRecord,
  shard: string,
  streamArn: string,
): StreamRecord {
  const { ApproximateCreationDateTime: createdAt = 0, SequenceNumber: sequenceNumber = "" } = rest.dynamodb;
  const record: DynamoDBRecord = {
    ...rest,
    eventSourceARN: streamArn,
    ...(userIdentity && { userIdentity: { type: userIdentity.Type, principalId: userIdentity.PrincipalId } }),
  };
  const bytes = Buffer.byteLength(JSON.stringify(record));
  return { sequenceNumber, arrivedAtMs: Math.round(createdAt * 1_000), shard, record, bytes };
}
