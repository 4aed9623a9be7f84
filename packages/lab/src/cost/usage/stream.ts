import type { Usage } from "../bill.ts";
import { hoursPerMonth, secondsPerMonth, shardsFor, trafficOf, type Scene } from "../load.ts";
import { functions } from "@doorbuster/adapters/definitions/functions";

const bytesPerGb = 1024 ** 3;
const bytesPerTb = 1024 ** 4;
/** Athena bills at least this much of a query. */
const scannedBytesMin = 10 * 1024 ** 2;

/** Kinesis with its two consumers, and the lake behind it. */
export function streamUsage(scene: Scene): Usage {
  const { settings, assumed, work } = scene;
  const { events } = trafficOf(scene);
  const shards = shardsFor(scene);
  const readGb = (events * work.eventBytes) / bytesPerGb;
  const writtenGb = (events * Math.ceil(work.eventBytes / 1024) * 1024) / bytesPerGb;
  const keptBytes = events * assumed.lakeMonthsKept * assumed.lakeBytesPerEvent;
  const scanned = Math.max(scannedBytesMin, events * assumed.lakeBytesPerEvent);
  return {
    ...(settings.stream === "onDemand"
      ? {
          streamOnDemandHours: hoursPerMonth,
          streamOnDemandInGb: writtenGb,
          streamOnDemandOutGb: settings.enhancedFanOut ? readGb : 2 * readGb,
          ...(settings.enhancedFanOut && { streamOnDemandFanOutGb: readGb }),
        }
      : {
          streamShardHours: shards * hoursPerMonth,
          streamPutUnits: events,
          ...(settings.enhancedFanOut && {
            streamFanOutShardHours: shards * hoursPerMonth,
            streamFanOutGb: readGb,
          }),
        }),
    lakePuts: lakeFiles(scene),
    lakeGb: keptBytes / bytesPerGb,
    athenaTb: events === 0 ? 0 : (assumed.reportsPerMonth * scanned) / bytesPerTb,
  };
}

/** One file for every window in which a shard had events, more when a window holds more than a batch may. */
export function lakeFiles(scene: Scene): number {
  const { events } = trafficOf(scene);
  const [{ maximumBatchingWindowSeconds, batchSize }] = functions.lake.triggers;
  const windows = (secondsPerMonth / maximumBatchingWindowSeconds) * shardsFor(scene);
  return Math.min(events, Math.max(windows, events / batchSize));
}
