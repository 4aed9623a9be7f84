import * as z from "zod";
import type { Payment } from "../reconcile/facts.ts";
import { ask } from "./shopApi.ts";

/** Of Stripe's PaymentIntent (docs.stripe.com/api/payment_intents/object). */
const paymentSchema = z.object({
  id: z.string(),
  amount: z.int(),
  amount_received: z.int(),
  currency: z.string(),
  status: z.string(),
  metadata: z.record(z.string(), z.string()),
  latest_charge: z.object({ amount_refunded: z.int() }).nullable(),
});
const pageSchema = z.object({ data: z.array(paymentSchema), has_more: z.boolean() });

/** Every payment of the provider's account, by its own API. An account shared with another shop would show as strays. */
export async function readPayments(provider: string, secretKey: string): Promise<Payment[]> {
  const payments: Payment[] = [];
  const query = new URLSearchParams({ limit: "100", "expand[]": "data.latest_charge" });
  for (;;) {
    const headers = { authorization: `Bearer ${secretKey}` };
    const answer = await ask(`${provider}/v1/payment_intents?${query}`, { headers });
    if (!answer.ok) throw new Error(`the payment provider answered ${answer.status}`);
    const { data, has_more } = pageSchema.parse(await answer.json());
    payments.push(...data.map(paymentOf));
    const last = data.at(-1);
    if (!has_more || last === undefined) return payments;
    query.set("starting_after", last.id);
  }
}

function paymentOf(payment: z.infer<typeof paymentSchema>): Payment {
  return {
    id: payment.id,
    orderId: payment.metadata["order_id"] ?? null,
    amount: payment.amount,
    currency: payment.currency.toUpperCase(),
    status: payment.status,
    capturedAmount: payment.amount_received,
    refundedAmount: payment.latest_charge?.amount_refunded ?? 0,
  };
}
