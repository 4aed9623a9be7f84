import { PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { partitionOf, type LakeRecord } from "./eventSchema.ts";
import { encodeParquet } from "./parquet.ts";

export interface WrittenFile {
  readonly key: string;
  readonly rows: number;
  readonly bytes: number;
}

/** Files written at once: a batch that catches up spans several hours. */
const concurrency = 4;

/**
 * Writes batches of the stream as Parquet files, one per hour of event time, named by the records they hold:
 *
 *   delivered          101 … 150              → …/shardId-000000000000-101-150.parquet
 *   delivered again    101 … 150              → the same file, overwritten by itself
 *   delivered again    101 … 125, 126 … 150   → two more files; the view `events` counts each event once
 *
 * So files are at-least-once, a failed batch may simply come again, and nothing has to be remembered.
 */
export function s3LakeWriter({ client, bucket }: { readonly client: S3Client; readonly bucket: string }) {
  const put = async (partition: string, records: readonly LakeRecord[]): Promise<WrittenFile> => {
    const key = `${partition}/${nameOf(records)}`;
    const body = encodeParquet(records);
    await client.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body: body,
        ContentType: "application/vnd.apache.parquet",
      }),
    );
    return { key, rows: records.length, bytes: body.byteLength };
  };

  return {
    /** Writes a batch of one shard, in its order. Throws if any file could not be written: the batch must come again. */
    async write(batch: readonly LakeRecord[]): Promise<WrittenFile[]> {
      const files: WrittenFile[] = [];
      const waiting = Map.groupBy(batch, ({ event }) => partitionOf(event.at)).entries();
      const worker = async () => {
        // All workers draw from one iterator, so each file is written by one of them.
        for (const [partition, records] of waiting) files.push(await put(partition, records));
      };
      await Promise.all(Array.from({ length: concurrency }, worker));
      return files;
    },
  };
}

function nameOf(records: readonly LakeRecord[]): string {
  const [first, last] = [records.at(0), records.at(-1)];
  if (!first || !last) throw new RangeError("a file holds at least one record");
  return `${first.shardId}-${first.sequenceNumber}-${last.sequenceNumber}.parquet`;
}
