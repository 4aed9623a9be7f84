import { dynamoClient } from "@doorbuster/adapters/aws/clients";
import { systemClock } from "@doorbuster/adapters/system";
import { sweep } from "@doorbuster/core/order/sweep";
import { functionLog } from "./runtime/log.ts";
import { stagePayments } from "./runtime/payments.ts";
import { stageOrders } from "./runtime/stage.ts";

const log = functionLog("sweep");
const deps = { orders: stageOrders(dynamoClient()), payments: stagePayments(), clock: systemClock, log };

/** At about 50 ms an order this is half of the function's time. */
const ordersPerRun = 500;

/** Every minute: settles what a crash or a silent provider left open. */
export const handler = async () => {
  const report = await sweep(deps, ordersPerRun);
  log.info("swept", { ...report });
  return report;
};
