import {
  CreateStreamCommand,
  type KinesisClient,
  ResourceInUseException,
  waitUntilStreamExists,
} from "@aws-sdk/client-kinesis";
import { streams } from "@doorbuster/adapters/definitions/messaging";

import { keysOf, physicalName } from "../resources.ts";

/** Makes every stream that is not there yet. A stream keeps its records for 24 hours unless told otherwise. */
export async function provisionStreams(client: KinesisClient): Promise<void> {
  for (const name of keysOf(streams)) {
    const StreamName = physicalName(name);
    try {
      await client.send(new CreateStreamCommand({ StreamName, ShardCount: streams[name].shards }));
    } catch (error) {
      if (!(error instanceof ResourceInUseException)) throw error;
    }
    await waitUntilStreamExists({ client, minDelay: 0.05, maxDelay: 1, maxWaitTime: 30 }, { StreamName });
  }
}
