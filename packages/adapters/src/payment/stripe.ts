import type {
  AuthorizeRequest,
  PaymentProvider,
  ProviderPayment,
  ProviderRefund,
} from "@doorbuster/core/payment/provider";
import { PaymentRefused, PaymentUnknown } from "@doorbuster/core/payment/provider";
import type Stripe from "stripe";
import { stripeCall, type Attempt, type StripeClientOptions } from "./stripe-client.ts";
import { isAnswer, KeptFailure } from "./stripe-errors.ts";

export interface StripeOptions extends StripeClientOptions {
  /** Who makes the payments: an account may be shared, and the books of one stage leave out what another one made. */
  readonly stage: string;
  /** Where the bank's page sends the shopper back to. */
  readonly returnUrl: (orderId: string) => string;
}

/** Under how many keys one refund is tried in one call; each needs a failure of the provider before the next. */
const refundKeysMax = 5;

/** Payments through Stripe: PaymentIntents with manual capture, cards only. */
export function stripePaymentProvider(options: StripeOptions): PaymentProvider {
  const call = stripeCall(options);
  const get = async (paymentId: string) =>
    toPayment(
      await call(undefined, (stripe, request) =>
        stripe.paymentIntents.retrieve(paymentId, { expand: ["latest_charge"] }, request),
      ),
    );
  /** The same for a payment that exists for certain: then a refused look proves nothing about the money. */
  const look = (paymentId: string) =>
    get(paymentId).catch((error: unknown) => {
      throw error instanceof PaymentRefused ? new PaymentUnknown(error.message, { cause: error }) : error;
    });
  /**
   * A step that the payment is past is answered with how the payment stands now. That makes it happen once by itself, and
   * it goes without an idempotency key: under one, a 500 would be answered again for a day ("Idempotent requests", Stripe
   * API reference), whether or not the step was taken.
   */
  const settle = async (paymentId: string, step: Attempt<Stripe.PaymentIntent>) => {
    try {
      return toPayment(await call(undefined, step));
    } catch (error) {
      if (isAnswer(error)) return look(paymentId);
      throw error;
    }
  };

  return {
    get,
    async find(orderId) {
      const query = `metadata['order_id']:'${orderId}'`;
      const found = await call(undefined, (stripe, request) =>
        stripe.paymentIntents.search({ query, limit: 100, expand: ["data.latest_charge"] }, request),
      );
      // What the search says of a payment may be as old as its index.
      const payment = mostBinding(found.data.map(toPayment));
      return payment && look(payment.paymentId);
    },
    capture: (paymentId) =>
      settle(paymentId, (stripe, request) => stripe.paymentIntents.capture(paymentId, {}, request)),
    void: (paymentId) =>
      settle(paymentId, (stripe, request) => stripe.paymentIntents.cancel(paymentId, {}, request)),
    async refund({ paymentId, orderId, amount, idempotencyKey }) {
      const params = {
        payment_intent: paymentId,
        amount: amount.amount,
        metadata: { order_id: orderId, refund_key: idempotencyKey },
      };
      // A 500 is kept under its key for a day. What that attempt did is done by then, and the list tells of it; if there
      // is no refund, the next key makes it.
      for (let attempt = 1; ; attempt++) {
        // Keys are forgotten after a day or so ("Idempotent requests", Stripe API reference); what was made is not.
        const made = await call(undefined, (stripe, request) =>
          stripe.refunds.list({ payment_intent: paymentId, limit: 100 }, request),
        );
        const before = made.data.find(({ metadata }) => metadata?.["refund_key"] === idempotencyKey);
        if (before) return toRefund(before);
        const key = attempt === 1 ? idempotencyKey : `${idempotencyKey}:${attempt}`;
        try {
          return toRefund(await call(key, (stripe, request) => stripe.refunds.create(params, request)));
        } catch (error) {
          if (error instanceof PaymentRefused && error.reason === "rejected") {
            return { state: "failed", code: error.message };
          }
          if (!(error instanceof KeptFailure) || attempt === refundKeysMax) throw error;
        }
      }
    },
    async authorize(request) {
      const params = paramsOf(request, options);
      try {
        const intent = await call(request.idempotencyKey, (stripe, settings) =>
          stripe.paymentIntents.create(params, settings),
        );
        // A hold that was let go since it was first answered would look as if it were still there.
        return intent.isReplayed ? await look(intent.id) : toPayment(intent);
      } catch (error) {
        if (isAnswer(error) && error.paymentIntent) return toPayment(error.paymentIntent);
        throw error;
      }
    },
  };
}

function paramsOf({ orderId, amount, token }: AuthorizeRequest, { stage, returnUrl }: StripeOptions) {
  return {
    amount: amount.amount,
    currency: amount.currency.toLowerCase(),
    payment_method: token,
    allowed_payment_method_types: ["card"],
    capture_method: "manual",
    confirm: true,
    return_url: returnUrl(orderId),
    metadata: { order_id: orderId, stage },
  } satisfies Stripe.PaymentIntentCreateParams;
}

/** Of the payments made for one order, the one that counts: where money is taken or held, else what may yet hold some. */
function mostBinding(payments: readonly ProviderPayment[]): ProviderPayment | undefined {
  const order = ["captured", "authorized", "processing", "requires_action", "refunded", "voided", "failed"];
  return payments.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state))[0];
}

function toRefund({ id, status, failure_reason: reason }: Stripe.Refund): ProviderRefund {
  return status === "failed" || status === "canceled"
    ? { state: "failed", code: reason ?? status }
    : { state: status === "pending" || status === "requires_action" ? "pending" : "done", refundId: id };
}

/** Known where the charge was asked for along with the payment. */
function isRefunded({ amount, latest_charge: charge }: Stripe.PaymentIntent): boolean {
  return charge !== null && typeof charge === "object" && charge.amount_refunded === amount;
}

function toPayment(intent: Stripe.PaymentIntent): ProviderPayment {
  const payment = {
    paymentId: intent.id,
    orderId: intent.metadata["order_id"],
    amount: { amount: intent.amount, currency: intent.currency.toUpperCase() },
  };
  switch (intent.status) {
    case "requires_capture":
      return { ...payment, state: "authorized" };
    case "succeeded":
      return { ...payment, state: isRefunded(intent) ? "refunded" : "captured" };
    case "canceled":
      return { ...payment, state: "voided" };
    case "processing":
      return { ...payment, state: "processing" };
    case "requires_action": {
      const redirectUrl = intent.next_action?.redirect_to_url?.url;
      // Another action than a redirect is none that we can lead to: it is waited for, and then let go.
      return redirectUrl
        ? { ...payment, state: "requires_action", redirectUrl }
        : { ...payment, state: "processing" };
    }
    default: {
      const error = intent.last_payment_error;
      return {
        ...payment,
        state: "failed",
        declineCode: error?.decline_code ?? error?.code ?? intent.status,
      };
    }
  }
}
