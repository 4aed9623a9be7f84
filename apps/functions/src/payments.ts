import type { SQSEvent } from "aws-lambda";
import { dynamoClient } from "@doorbuster/adapters/aws/clients";
import { systemClock } from "@doorbuster/adapters/system";
import { settleOrder } from "@doorbuster/core/order/sweep";
import type { BatchResponse } from "./runtime/batch.ts";
import { functionLog } from "./runtime/log.ts";
import { stagePayments } from "./runtime/payments.ts";
import { eachMessage } from "./runtime/queue.ts";
import { policy, stageOrders } from "./runtime/stage.ts";

const log = functionLog("payments");
const deps = {
  orders: stageOrders(dynamoClient()),
  payments: stagePayments(),
  clock: systemClock,
  random: Math.random,
  policy,
  log,
};

/** Takes the money of confirmed orders and gives back that of cancelled and refunded ones, off everybody's path. */
export const handler = (event: SQSEvent): Promise<BatchResponse> =>
  eachMessage(event, log, async ({ orderId }) => {
    const order = await deps.orders.get(orderId);
    if (order) await settleOrder(deps, order);
  });
