import { slotMs } from "@doorbuster/core/metrics/liveBucket";
import type { Usage } from "../bill.ts";
import { hoursPerMonth, secondsPerMonth, shardsFor, trafficOf, type Scene } from "../load.ts";

const bytesPerGb = 1024 ** 3;

/** A bucket item holds about this much for each event counted in it: see the table Metrics' own arithmetic. */
const bucketBytesPerEvent = 8;
const bucketBaseBytes = 700;
/** Invocations of the live consumer in a second, per shard, while events keep coming: it asks four times a second. */
const liveWritesPerSecond = 4;
/** What an open screen reads in a second: the newest seven slots four times, and half an hour every ten seconds. */
const screenSlotsPerSecond = 7 * 4 + 360 / 10;
/** What the anomaly detector reads in a minute: the newest 61 slots, and every tenth time all 433. */
const lookSlots = 61 + 433 / 10;
/** Its own row, which names the anomalies of the day: a kilobyte or two. */
const lookRow = { reads: 1, writes: 2 };

/** DynamoDB. The order's own units come from the stores themselves; the rest depends on how many orders there are. */
export function tableUsage(scene: Scene): Usage {
  const { load, settings, assumed, work } = scene;
  const { calls, pollsBehindEdge, staffHours } = trafficOf(scene);
  const orders = load.ordersPerMonth;
  const perOrder = [...work.tables.values()].reduce(
    (sum, units) => ({ write: sum.write + units.write, read: sum.read + units.read }),
    { write: 0, read: 0 },
  );
  const looks = hoursPerMonth * 60;
  const writes = orders * perOrder.write + liveWrites(scene) + looks * lookRow.writes + auditWrites;
  const screens = staffHours * 3600 * screenSlotsPerSecond * shardsFor(scene) * 0.5;
  // The shelf is read once a second by every process that answers polls, which are at most as many as there are polls.
  const shelf = Math.min(pollsBehindEdge, secondsPerMonth) * assumed.readUnitsPerCall;
  const looking = looks * (lookSlots * shardsFor(scene) * 0.5 + lookRow.reads);
  const reads =
    orders * perOrder.read +
    calls * assumed.readUnitsPerCall +
    screens +
    shelf +
    sweeps +
    looking +
    auditReads(scene);
  const keptGb = (orders * assumed.orderMonthsKept * orderBytes(scene)) / bytesPerGb;
  return {
    ...(settings.capacity === "onDemand"
      ? { tableWriteUnits: writes, tableReadUnits: reads }
      : {
          tableWriteCapacityHours: capacityHours(writes, peakWrites(scene), scene),
          tableReadCapacityHours: capacityHours(reads, peakWrites(scene) / 2, scene),
        }),
    tableGb: keptGb,
    ...(settings.backup && { tableBackupGb: keptGb }),
  };
}

/** Sixteen queries a minute, half a unit each. */
const sweeps = hoursPerMonth * 60 * 16 * 0.5;

/** The books are some three kB, and are written about twice in each run, of which there are twelve an hour. */
const auditWrites = hoursPerMonth * 12 * 2 * 3;

/**
 * Each order is read once more when its books are audited. Three times an hour two indexes are asked for their sixteen
 * slices and the live numbers for twenty minutes of twelve slots; the books themselves are read in each run.
 */
function auditReads({ load, work }: Scene): number {
  const rows = load.ordersPerMonth * Math.ceil(work.rowBytes / 4096) * 0.5;
  return rows + hoursPerMonth * (3 * (2 * 16 + 20 * 12) * 0.5 + 12);
}

/** The live consumer rewrites a slot's bucket with every batch, and the bucket grows with what it has counted. */
function liveWrites(scene: Scene): number {
  const { events } = trafficOf(scene);
  const shards = shardsFor(scene);
  const batches = Math.min(events, liveWritesPerSecond * secondsPerMonth * shards);
  const perSlot = (scene.load.peakPerSecond * scene.work.entries.length * (slotMs / 1000)) / shards;
  const halfFull = bucketBaseBytes + (perSlot / 2) * bucketBytesPerEvent;
  return batches * Math.ceil(halfFull / 1024);
}

/** Write units in the busiest second, of all tables. */
function peakWrites({ load, work }: Scene): number {
  return load.peakPerSecond * [...work.tables.values()].reduce((sum, { write }) => sum + write, 0);
}

/** Capacity for the peak while drops run, and twice the month's average otherwise, at the target of auto scaling. */
function capacityHours(units: number, peakUnits: number, { assumed }: Scene): number {
  const average = units / secondsPerMonth;
  const peak = Math.max(1, peakUnits / assumed.targetUtilization);
  const calm = Math.max(1, Math.min(peak, (2 * average) / assumed.targetUtilization));
  return assumed.peakHours * peak + (hoursPerMonth - assumed.peakHours) * calm;
}

function orderBytes({ work }: Scene): number {
  const perItem = 100; // DynamoDB adds this much for its own index of every item
  return work.rowBytes + perItem + work.entries.length * (work.entryBytes + perItem);
}
