import { createHash } from "node:crypto";

import {
  CreateStreamCommand,
  DeleteStreamCommand,
  DescribeStreamSummaryCommand,
  KinesisClient,
  PutRecordsCommand,
  SplitShardCommand,
} from "@aws-sdk/client-kinesis";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import type { KinesisStreamEvent } from "aws-lambda";

import { access, kinesalite } from "./embedded.ts";
import { eventually } from "./eventually.ts";

/** An embedded Kinesis, and streams in it. */
export async function startStreams() {
  const service = await kinesalite();
  const kinesis = new KinesisClient({
    ...access,
    endpoint: service.endpoint,
    maxAttempts: 1,
    requestHandler: new NodeHttpHandler(), // the client's own speaks HTTP/2
  });

  async function isActive(StreamName: string): Promise<boolean> {
    const { StreamDescriptionSummary: stream } = await kinesis.send(
      new DescribeStreamSummaryCommand({ StreamName }),
    );
    return stream?.StreamStatus === "ACTIVE";
  }

  async function createStream(StreamName: string): Promise<void> {
    await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
    await eventually(() => isActive(StreamName));
  }

  async function deleteStream(StreamName: string): Promise<void> {
    await kinesis.send(new DeleteStreamCommand({ StreamName }));
    await eventually(() =>
      isActive(StreamName).then(
        () => false,
        () => true,
      ),
    );
  }

  /** Splits the first shard in the middle. */
  async function split(StreamName: string): Promise<void> {
    const NewStartingHashKey = (2n ** 127n).toString();
    await kinesis.send(
      new SplitShardCommand({ StreamName, ShardToSplit: "shardId-000000000000", NewStartingHashKey }),
    );
    await eventually(() => isActive(StreamName));
  }

  async function put(StreamName: string, ...texts: readonly string[]): Promise<void> {
    const Records = texts.map((text) => ({
      PartitionKey: createHash("md5").update(text).digest("hex"),
      Data: Buffer.from(text),
    }));
    await kinesis.send(new PutRecordsCommand({ StreamName, Records }));
  }

  return { ...service, kinesis, createStream, deleteStream, split, put };
}

export function texts(event: KinesisStreamEvent): string[] {
  return event.Records.map(({ kinesis }) => Buffer.from(kinesis.data, "base64").toString());
}
