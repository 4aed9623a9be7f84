import type { SQSEvent } from "aws-lambda";
import { dynamoClient } from "@doorbuster/adapters/aws/clients";
import { systemClock } from "@doorbuster/adapters/system";
import { captureOrder } from "@doorbuster/core/order/capture";
import type { BatchResponse } from "./runtime/batch.ts";
import { functionLog } from "./runtime/log.ts";
import { stagePayments } from "./runtime/payments.ts";
import { eachMessage } from "./runtime/queue.ts";
import { stageOrders } from "./runtime/stage.ts";

const log = functionLog("capture");
const deps = { orders: stageOrders(dynamoClient()), payments: stagePayments(), clock: systemClock, log };

/** Takes the money of confirmed orders, off the customer's path. */
export const handler = (event: SQSEvent): Promise<BatchResponse> =>
  eachMessage(event, log, async (entry) => void (await captureOrder(deps, entry.orderId)));
