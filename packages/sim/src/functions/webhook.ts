import { claimLeaseMs } from "@doorbuster/adapters/definitions/functions";
import { dynamoClaimStore } from "@doorbuster/adapters/dynamo/claimStore";
import { dynamoOrderStore } from "@doorbuster/adapters/dynamo/orderStore";
import { verifyWebhook } from "@doorbuster/adapters/payment/webhook";
import { heedHint } from "@doorbuster/core/order/hint";
import type { OrderPolicy } from "@doorbuster/core/order/policy";
import type { Process } from "../lambda/process.ts";
import { webhookSecret, type Webhook } from "../provider/webhooks.ts";
import { dynamoClient, paymentsOf, type Backends } from "./clients.ts";

/** `apps/functions/src/webhook.ts`. Answers whether the provider need not send it again. */
export function startWebhook(process: Process, backends: Backends, policy: OrderPolicy) {
  const { clock, log, simulation } = process;
  const client = dynamoClient(process, backends);
  const deps = {
    orders: dynamoOrderStore(client, { orders: "Orders", stock: "Stock" }),
    payments: paymentsOf(process, backends),
    claims: dynamoClaimStore(client, "Webhooks", () => simulation.random.text(12)),
    leaseMs: claimLeaseMs("webhook"),
    clock,
    random: simulation.random,
    policy,
    log,
  };
  return async (webhook: Webhook): Promise<boolean> => {
    const verdict = verifyWebhook(webhook, [webhookSecret], clock.now());
    if (!verdict.ok) throw new Error(`a genuine webhook was refused: ${verdict.reason}`);
    const { eventId, orderId, paymentId } = verdict.hint;
    if (orderId === undefined) return true;
    try {
      await heedHint(deps, { eventId, orderId, paymentId });
      return true;
    } catch {
      return false;
    }
  };
}
