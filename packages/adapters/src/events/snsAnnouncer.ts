import { PublishBatchCommand, type SNSClient } from "@aws-sdk/client-sns";
import type { TimelineEntry } from "@doorbuster/core/order/timeline";
import { chunks } from "../dynamo/items.ts";
import type { EntrySink } from "./sink.ts";

/** PublishBatch takes ten messages (SNS API reference). */
const maxBatch = 10;
/** … and 256 KiB together; an entry of 90 lines is about 20 KiB, so a batch is also cut by size. */
const maxBytes = 256 * 1024;

/** Announces timeline entries on an SNS topic, with the attributes that subscriptions filter on. */
export function snsAnnouncer(client: SNSClient, topicArn: string): EntrySink<TimelineEntry> {
  const publish = async (batch: readonly Message[]): Promise<number[]> => {
    const { Failed = [] } = await client.send(
      new PublishBatchCommand({
        TopicArn: topicArn,
        PublishBatchRequestEntries: batch.map(({ index, body, entry }) => ({
          Id: String(index),
          Message: body,
          MessageAttributes: {
            type: { DataType: "String", StringValue: entry.type },
            traceId: { DataType: "String", StringValue: entry.traceId },
          },
        })),
      }),
    );
    return Failed.map(({ Id }) => Number(Id));
  };
  return {
    async send(entries) {
      const messages = entries.map((entry, index) => ({ index, entry, body: JSON.stringify(entry) }));
      const batches = chunks(messages, maxBatch).flatMap(bySize);
      const settled = await Promise.allSettled(batches.map(publish));
      return settled.flatMap((result, i) =>
        result.status === "fulfilled" ? result.value : (batches[i] ?? []).map(({ index }) => index),
      );
    },
  };
}

interface Message {
  readonly index: number;
  readonly entry: TimelineEntry;
  readonly body: string;
}

function bySize(batch: readonly Message[]): Message[][] {
  const parts: Message[][] = [[]];
  let bytes = 0;
  for (const message of batch) {
    const size = Buffer.byteLength(message.body) + 256;
    if (bytes + size > maxBytes && bytes > 0) {
      parts.push([]);
      bytes = 0;
    }
    parts.at(-1)?.push(message);
    bytes += size;
  }
  return parts;
}
