import { queues, streams, buckets } from "@doorbuster/adapters/definitions/messaging";
import { tables } from "@doorbuster/adapters/definitions/tables";
import { dataClasses } from "@doorbuster/infra/dataClasses";
import { secrets } from "@doorbuster/infra/permissions";
import type { Usage } from "../bill.ts";
import { hoursPerMonth, secondsPerMonth, trafficOf, type Scene } from "../load.ts";
import { computeUsage } from "./compute.ts";
import { lakeFiles } from "./stream.ts";

/** A service keeps a data key for five minutes before it asks KMS again. */
const dataKeySeconds = 300;
/** X-Ray's default sampling: the first request of every second, and one in twenty of the rest. */
const sampledShare = 0.05;

/** Logs, metrics, alarms, traces, keys, secrets, trails. */
export function watchUsage(scene: Scene): Usage {
  const { load, settings, assumed, work } = scene;
  const { apiRequests, events } = trafficOf(scene);
  const { lambdaRequests = 0 } = computeUsage(scene);
  const logGb =
    (lambdaRequests * assumed.logKbPerInvocation + apiRequests * assumed.logKbPerRequest) / 1024 ** 2;
  const firstOfSecond = Math.min(apiRequests, secondsPerMonth);
  const encrypted = [tables, queues, streams, buckets].flatMap(Object.keys).length;
  const busyWindows = Math.min(secondsPerMonth / dataKeySeconds, events);
  const tableCalls = load.ordersPerMonth * work.entries.length * 2;
  return {
    logGb,
    logKeptGb: logGb * settings.logMonths,
    dashboards: 1,
    alarms: settings.alarms,
    // By the hour in which they are written: as if every kind came whenever there is an order.
    customMetrics:
      settings.clockMetrics + settings.orderMetrics * Math.min(1, load.ordersPerMonth / hoursPerMonth),
    ...(settings.tracing && {
      traces: firstOfSecond + (apiRequests - firstOfSecond) * sampledShare,
    }),
    ...(settings.customerKeys && {
      keys: Object.keys(dataClasses).length,
      keyRequests: encrypted * 2 * busyWindows,
    }),
    secrets: Object.keys(secrets).length,
    secretReads: lambdaRequests * assumed.coldStartShare,
    ...(settings.trailDataEvents && { trailDataEvents: tableCalls + lakeFiles(scene) }),
  };
}
