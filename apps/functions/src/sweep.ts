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
  policy,
  log,
};

/** At about 50 ms an order this is half of the function's time. */
const ordersPerRun = 500;

/** Every minute: settles what a crash or a silent provider left open. */
export const handler = async () => {
  const report = await sweep(deps, ordersPerRun);
  log.info("swept", { ...report });
  measure("SweepBacklog", report.postponed + report.failed);
  measure("SweepFailures", report.failed);
  measure("OldestOpenSeconds", Math.round(report.oldestOpenMs / 1000));
  return report;
};
