import { randomUUID } from "node:crypto";
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import { dynamoClient } from "@doorbuster/adapters/aws/clients";
import { nameOf } from "@doorbuster/adapters/aws/resources";
import { claimLeaseMs } from "@doorbuster/adapters/definitions/functions";
import { dynamoClaimStore } from "@doorbuster/adapters/dynamo/claimStore";
import { systemClock } from "@doorbuster/adapters/system";
import { ClaimHeld } from "@doorbuster/core/notification/deliver";
import { heedHint } from "@doorbuster/core/order/hint";
import { functionLog } from "./runtime/log.ts";
import { stagePayments } from "./runtime/payments.ts";
import { policy, stageOrders, stageSecrets } from "./runtime/stage.ts";
import { header } from "./runtime/trpc.ts";
import { verdictOn } from "./runtime/verdict.ts";

const log = functionLog("webhook");
const client = dynamoClient();
const deps = {
  orders: stageOrders(client),
  payments: stagePayments(),
  claims: dynamoClaimStore(client, nameOf("Webhooks"), randomUUID),
  leaseMs: claimLeaseMs("webhook"),
  clock: systemClock,
  random: Math.random,
  policy,
  log,
};

/** The payment provider's webhooks: the signature over the raw body first, and then only a hint to look. */
export const handler = async (event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => {
  const rawBody = Buffer.from(event.body ?? "", event.isBase64Encoded ? "base64" : "utf8");
  const signed = { rawBody, signature: header(event, "stripe-signature") };
  const verdict = await verdictOn(signed, stageSecrets, systemClock.now());
  if (!verdict.ok) {
    log.warn("webhook refused", { reason: verdict.reason });
    return answer(400, verdict.reason);
  }
  const { eventId, type, orderId, paymentId } = verdict.hint;
  if (orderId === undefined) return answer(200, "not about an order");
  try {
    const heeded = await heedHint(deps, { eventId, orderId, paymentId });
    log.info("webhook heeded", { eventId, type, orderId, heeded });
    return answer(200, heeded);
  } catch (error) {
    // The provider sends it again, and the sweeper needs no hint.
    if (!(error instanceof ClaimHeld)) log.error("webhook failed", { eventId, type, orderId });
    return answer(503, "try again");
  }
};

function answer(statusCode: number, result: string): APIGatewayProxyResult {
  return {
    statusCode,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ result }),
  };
}
