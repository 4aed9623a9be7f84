import { s3LakeWriter } from "@doorbuster/adapters/lake/lakeWriter";
import { dynamoLiveStore } from "@doorbuster/adapters/live/liveStore";
import { cachedLiveStore } from "@doorbuster/core/metrics/cachedLiveStore";
import { countEvents } from "@doorbuster/core/metrics/countEvents";
import type { SlicePlan } from "@doorbuster/core/metrics/slicePlan";
import { isoTime } from "@doorbuster/core/ports";
import { failures, type BatchResponse } from "@doorbuster/functions/runtime/batch";
import { orderEvents } from "@doorbuster/functions/runtime/stream";
import type { KinesisStreamEvent } from "aws-lambda";
import { epochMs } from "../scheduler/scheduler.ts";
import type { Process } from "../lambda/process.ts";
import { dynamoClient, s3Client, type Backends } from "./clients.ts";

/** Slots are cut finer while orders come in, so that events come again on the other side of it. */
export const livePlan: SlicePlan = [{ from: isoTime(epochMs + 10_000), slices: 3 }];

/** `apps/functions/src/live.ts`. */
export function startLive(process: Process, backends: Backends) {
  const { clock, log, simulation } = process;
  const store = cachedLiveStore(
    dynamoLiveStore({ client: dynamoClient(process, backends), table: "Metrics" }),
  );
  const deps = { store, clock, random: simulation.random, plan: livePlan };
  return async (event: KinesisStreamEvent): Promise<BatchResponse> => {
    const records = orderEvents(event, log);
    const { failed } = await countEvents(
      deps,
      records.map((record) => record.event),
    );
    const uncounted = new Set(failed);
    return failures(
      records.filter((record) => uncounted.has(record.event)).map((record) => record.sequenceNumber),
    );
  };
}

/** `apps/functions/src/lake.ts`. */
export function startLake(process: Process, backends: Backends) {
  const lake = s3LakeWriter({ client: s3Client(process, backends), bucket: "Lake" });
  return async (event: KinesisStreamEvent): Promise<BatchResponse> => {
    const records = orderEvents(event, process.log);
    try {
      await lake.write(records);
      return failures([]);
    } catch {
      return failures(records.slice(0, 1).map(({ sequenceNumber }) => sequenceNumber));
    }
  };
}
