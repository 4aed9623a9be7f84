import type { LedgerPayment, MadePayment, PaymentLedger } from "@doorbuster/core/payment/ledger";
import type Stripe from "stripe";
import { StripeError, type StripeApi, type StripeRequest } from "./stripe-api.ts";
import { stripeCall, type StripeClientOptions } from "./stripe-client.ts";

/** What a list answers at once (Stripe API reference, "Pagination"). */
const pageSize = 100;

export interface StripeLedgerOptions extends StripeClientOptions {
  /** Whose books they are, by the name under which `stripe.ts` makes payments. */
  readonly stage: string;
}

/**
 * Stripe's own books: PaymentIntents and refunds, a page after the other. Lists leave out what another stage made with the
 * same account. What bears the name of none, as when it was made by hand, is everybody's to explain.
 */
export function stripePaymentLedger(options: StripeLedgerOptions): PaymentLedger {
  const call = stripeCall(options);
  const isOurs = ({ metadata }: Stripe.PaymentIntent) =>
    (metadata["stage"] || options.stage) === options.stage;

  async function* all<Item extends { id: string }>(
    list: (stripe: StripeApi, page: Stripe.PaginationParams, request: StripeRequest) => PageOf<Item>,
  ): AsyncGenerator<Item> {
    let last: string | undefined;
    for (;;) {
      const page = { limit: pageSize, ...(last !== undefined && { starting_after: last }) };
      const { data, has_more: hasMore } = await call(undefined, (stripe, request) =>
        list(stripe, page, request),
      );
      yield* data;
      last = data.at(-1)?.id;
      if (!hasMore || last === undefined) return;
    }
  }

  return {
    async *made(from, to) {
      const created = between(from, to);
      const expand = ["data.latest_charge"];
      const intents = all((stripe, page, request) =>
        stripe.paymentIntents.list({ ...page, created, expand }, request),
      );
      for await (const intent of intents) if (isOurs(intent)) yield madePayment(intent);
    },

    async *refunded(from, to) {
      const created = between(from, to);
      const expand = ["data.payment_intent.latest_charge"];
      const refunds = all((stripe, page, request) =>
        stripe.refunds.list({ ...page, created, expand }, request),
      );
      // A refund without a payment intent is of a charge that was made otherwise than here.
      for await (const { payment_intent: intent } of refunds) {
        if (intent !== null && typeof intent === "object" && isOurs(intent)) yield ledgerPayment(intent);
      }
    },

    async get(paymentId) {
      const intent = await call(undefined, (stripe, request) =>
        stripe.paymentIntents
          .retrieve(paymentId, { expand: ["latest_charge"] }, request)
          .catch((error: unknown) => {
            if (error instanceof StripeError && error.code === "resource_missing") return undefined;
            throw error;
          }),
      );
      return intent && ledgerPayment(intent);
    },
  };
}

type PageOf<Item> = Promise<{ readonly data: Item[]; readonly has_more: boolean }>;

const between = (from: number, to: number) => ({
  gte: Math.floor(from / 1_000),
  lt: Math.floor(to / 1_000),
});

function madePayment(intent: Stripe.PaymentIntent): MadePayment {
  return { ...ledgerPayment(intent), madeAt: intent.created * 1_000 };
}

/**
 * Of a hold that was let go Stripe says that its charge was refunded. Nothing had been taken, so nothing was given back.
 */
function ledgerPayment(intent: Stripe.PaymentIntent): LedgerPayment {
  const { id, amount, amount_received: received, currency, latest_charge: charge, metadata, status } = intent;
  const isTaken = status === "succeeded";
  return {
    id,
    orderId: metadata["order_id"] || null,
    currency: currency.toUpperCase(),
    held: status === "requires_capture" ? amount : 0,
    taken: isTaken ? received : 0,
    refunded: isTaken && charge !== null && typeof charge === "object" ? charge.amount_refunded : 0,
  };
}
