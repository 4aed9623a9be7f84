import { type StreamName, streams } from "@doorbuster/adapters/definitions/messaging";

import { mapKeys } from "../keysOf.ts";
import type { Settings } from "../settings.ts";
import type { Keys } from "./keys.ts";

export type Streams = Readonly<Record<StreamName, sst.aws.KinesisStream>>;

/** Kinesis, for everything that counts. */
export function createStreams({ stream: { capacity } }: Settings, keys: Keys): Streams {
  return mapKeys(
    streams,
    ({ retentionHours }, name) =>
      new sst.aws.KinesisStream(name, {
        transform: {
          stream: (args): undefined => {
            args.retentionPeriod = retentionHours;
            args.encryptionType = "KMS";
            args.kmsKeyId = keys.messages.arn;
            if (capacity === "onDemand") return;
            args.streamModeDetails = { streamMode: "PROVISIONED" };
            args.shardCount = capacity.shards;
          },
        },
      }),
  );
}
