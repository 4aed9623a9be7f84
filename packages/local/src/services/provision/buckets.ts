import { BucketAlreadyOwnedByYou, CreateBucketCommand, type S3Client } from "@aws-sdk/client-s3";
import { buckets } from "@doorbuster/adapters/definitions/messaging";

import { keysOf, physicalName } from "../resources.ts";

/** Makes every bucket that is not there yet. */
export async function provisionBuckets(client: S3Client): Promise<void> {
  for (const name of keysOf(buckets)) {
    try {
      await client.send(new CreateBucketCommand({ Bucket: physicalName(name) }));
    } catch (error) {
      if (!(error instanceof BucketAlreadyOwnedByYou)) throw error;
    }
  }
}
