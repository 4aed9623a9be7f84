import type { KinesisStreamEvent } from "aws-lambda";
import { dynamoClient } from "@doorbuster/adapters/aws/clients";
import { nameOf } from "@doorbuster/adapters/aws/resources";
import { dynamoLiveStore } from "@doorbuster/adapters/live/liveStore";
import { readSettings } from "@doorbuster/adapters/settings";
import { systemClock } from "@doorbuster/adapters/system";
import { cachedLiveStore } from "@doorbuster/core/metrics/cachedLiveStore";
import { countEvents } from "@doorbuster/core/metrics/countEvents";
import { failures, type BatchResponse } from "./runtime/batch.ts";
import { functionLog } from "./runtime/log.ts";
import { orderEvents, traceIdsOf } from "./runtime/stream.ts";

const log = functionLog("live");
const deps = {
  store: cachedLiveStore(dynamoLiveStore({ client: dynamoClient(), table: nameOf("Metrics") })),
  clock: systemClock,
  random: Math.random,
  plan: readSettings(process.env).slices.live,
};

/** Counts order events for the live screen, each once. What could not be counted comes again. */
export const handler = async (event: KinesisStreamEvent): Promise<BatchResponse> => {
  const records = orderEvents(event, log);
  const { counted, duplicates, failed, error } = await countEvents(
    deps,
    records.map((record) => record.event),
  );
  const fields = { counted, duplicates, failed: failed.length, traceIds: traceIdsOf(records) };
  if (failed.length > 0) log.error("not all counted", { ...fields, error: String(error) });
  else log.info("counted", fields);
  const uncounted = new Set(failed);
  return failures(
    records.filter((record) => uncounted.has(record.event)).map((record) => record.sequenceNumber),
  );
};
