import { dynamoClient } from "@doorbuster/adapters/aws/clients";
import { systemClock } from "@doorbuster/adapters/system";
import { sweep } from "@doorbuster/core/order/sweep";
import { functionLog } from "./runtime/log.ts";
import { functionMetrics } from "./runtime/metrics.ts";
import { stagePayments } from "./runtime/payments.ts";
import { policy, stageOrders } from "./runtime/stage.ts";

const log = functionLog("sweep");
const measure = functionMetrics("sweep");
const deps = {
  orders: stageOrders(dynamoClient()),
  payments: stagePayments(),
  clock: systemClock,
  random: Math.random,
  policy,
  log,
};

/** A few thousand looks at some 50 ms, sixteen at once; what is begun last has three times the provider's 8 s left. */
const limits = { orders: 4_000, runMs: 28_000 };

/** Every minute: settles what a crash or a silent provider left open. */
export const handler = async () => {
  const report = await sweep(deps, limits);
  log.info("swept", { ...report });
  measure("SweepBacklog", report.unreached + report.failed);
  measure("SweepFailures", report.failed);
  measure("OldestOpenSeconds", Math.round(report.oldestOpenMs / 1000));
  return report;
};
