import type { LedgerPayment, MadePayment, PaymentLedger } from "@doorbuster/core/payment/ledger";
import * as z from "zod";
import type { StripeClientOptions } from "./stripe-client.ts";
import { stripeReader } from "./stripeReader.ts";

/** What a list answers at once (Stripe API reference, "Pagination"). */
const pageSize = 100;

/** As much of a PaymentIntent, with its charge expanded, as the books are about. */
const intentSchema = z.object({
  id: z.string(),
  amount: z.int(),
  amount_received: z.int(),
  created: z.int(),
  currency: z.string(),
  latest_charge: z.object({ amount_refunded: z.int() }).nullish(),
  metadata: z.record(z.string(), z.string()),
  status: z.string(),
});
type Intent = z.infer<typeof intentSchema>;

/** A refund without a payment intent is of a charge that was made otherwise than here. */
const refundSchema = z.object({ id: z.string(), payment_intent: intentSchema.nullish() });

/** Stripe's own books: PaymentIntents and refunds, a page after the other. */
export function stripePaymentLedger(options: StripeClientOptions): PaymentLedger {
  const read = stripeReader(options);

  async function* all<Item extends { readonly id: string }>(
    path: string,
    query: Readonly<Record<string, string>>,
    item: z.ZodType<Item>,
  ): AsyncGenerator<Item> {
    const pageSchema = z.object({ data: z.array(item), has_more: z.boolean() });
    let last: string | undefined;
    do {
      const from = last === undefined ? undefined : { starting_after: last };
      const page = pageSchema.parse(await read(path, { limit: String(pageSize), ...query, ...from }));
      yield* page.data;
      last = page.has_more ? page.data.at(-1)?.id : undefined;
    } while (last !== undefined);
  }

  return {
    async *made(from, to) {
      const query = { ...between(from, to), "expand[0]": "data.latest_charge" };
      for await (const intent of all("payment_intents", query, intentSchema)) yield madePayment(intent);
    },

    async *refunded(from, to) {
      const query = { ...between(from, to), "expand[0]": "data.payment_intent.latest_charge" };
      for await (const { payment_intent: intent } of all("refunds", query, refundSchema)) {
        if (intent) yield ledgerPayment(intent);
      }
    },

    async get(paymentId) {
      const path = `payment_intents/${encodeURIComponent(paymentId)}`;
      const found = await read(path, { "expand[0]": "latest_charge" });
      return found === undefined ? undefined : ledgerPayment(intentSchema.parse(found));
    },
  };
}

const between = (from: number, to: number) => ({
  "created[gte]": String(Math.floor(from / 1_000)),
  "created[lt]": String(Math.floor(to / 1_000)),
});

function madePayment(intent: Intent): MadePayment {
  return { ...ledgerPayment(intent), madeAt: intent.created * 1_000 };
}

/**
 * Of a hold that was let go Stripe says that its charge was refunded. Nothing had been taken, so nothing was given back.
 */
function ledgerPayment(intent: Intent): LedgerPayment {
  const { id, amount, amount_received: received, currency, latest_charge: charge, metadata, status } = intent;
  const isTaken = status === "succeeded";
  return {
    id,
    orderId: metadata["order_id"] || null,
    currency: currency.toUpperCase(),
    held: status === "requires_capture" ? amount : 0,
    taken: isTaken ? received : 0,
    refunded: isTaken && charge ? charge.amount_refunded : 0,
  };
}
