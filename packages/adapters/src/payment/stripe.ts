import type {
  AuthorizeRequest,
  PaymentProvider,
  ProviderPayment,
  ProviderRefund,
} from "@doorbuster/core/payment/provider";
import { PaymentRefused, PaymentUnknown } from "@doorbuster/core/payment/provider";
import Stripe from "stripe";
import { nodeFetch } from "./node-fetch.ts";
import { isAnswer, KeptFailure, mayHaveActed, portError, worthRetrying } from "./stripe-errors.ts";

export interface StripeOptions {
  /** Read before every call, so that a rotated key takes effect by itself. */
  readonly secretKey: () => Promise<string>;
  /** Stripe itself unless told: `http://127.0.0.1:4242` for the payment sandbox. */
  readonly baseUrl?: string;
  /** Where the bank's page sends the shopper back to. */
  readonly returnUrl: (orderId: string) => string;
  /** For a whole call, its retry included. A shopper waits no longer than the default of 8,000 for a bank. */
  readonly timeoutMs?: number;
  /** Carries the requests: Node's own HTTP unless told, which a simulation does. */
  readonly fetch?: typeof fetch;
}

const retryDelayMs = 150;
/** Under how many keys one refund is tried in one call; each needs a failure of the provider before the next. */
const refundKeysMax = 5;

/**
 * Payments through Stripe: PaymentIntents with manual capture, cards only.
 *
 * The one retry is made here and not by the SDK, which would hide what we must know. An attempt that is cut off may have
 * held the money. When the retry then finds nobody listening, the SDK reports only that, and a shop that believes it
 * would sell to somebody else what has been paid for:
 *
 *     attempt 1 ── provider holds the money ── connection lost ┐
 *     attempt 2 ── connection refused ─────────────────────────┴► PaymentUnknown, never "unreachable"
 */
export function stripePaymentProvider(options: StripeOptions): PaymentProvider {
  const timeoutMs = options.timeoutMs ?? 8_000;
  const client = clientFor(options);
  const call = <Result>(idempotencyKey: string | undefined, attempt: Attempt<Result>) =>
    attemptTwice(client, timeoutMs, idempotencyKey, attempt);

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
      const params = paramsOf(request, options.returnUrl(request.orderId));
      try {
        const intent = await call(request.idempotencyKey, (stripe, settings) =>
          stripe.paymentIntents.create(params, settings),
        );
        return isReplay(intent) ? await look(intent.id) : toPayment(intent);
      } catch (error) {
        if (isAnswer(error) && error.payment_intent) return toPayment(error.payment_intent);
        throw error;
      }
    },
  };
}

type Attempt<Result> = (stripe: Stripe, request: Stripe.RequestOptions) => Promise<Result>;

/** The SDK's client, made anew only when the key has changed. */
function clientFor(options: StripeOptions): () => Promise<Stripe> {
  let latest: { readonly key: string; readonly stripe: Stripe } | undefined;
  return async () => {
    const key = await options.secretKey();
    if (latest?.key !== key) latest = { key, stripe: new Stripe(key, clientConfig(options)) };
    return latest.stripe;
  };
}

function clientConfig({ baseUrl, fetch = nodeFetch }: StripeOptions): Stripe.StripeConfig {
  const base = baseUrl === undefined ? undefined : new URL(baseUrl);
  return {
    maxNetworkRetries: 0,
    telemetry: false,
    // Not the SDK's own client for Node: that one repeats a request whose connection closed whatever we say, and its
    // time-out starts again with every byte. This one limits the whole exchange.
    httpClient: Stripe.createFetchHttpClient(fetch),
    ...(base && {
      host: base.hostname,
      port: base.port || (base.protocol === "http:" ? 80 : 443),
      protocol: base.protocol === "http:" ? "http" : "https",
    }),
  };
}

/**
 * One request with at most one retry, both within `timeoutMs`.
 * @throws what {@link isAnswer} knows, and otherwise {@link PaymentUnknown} or {@link PaymentRefused}
 */
async function attemptTwice<Result>(
  client: () => Promise<Stripe>,
  timeoutMs: number,
  idempotencyKey: string | undefined,
  attempt: Attempt<Result>,
): Promise<Result> {
  const deadline = Date.now() + timeoutMs;
  const stripe = await client().catch((cause: unknown) => {
    throw new PaymentRefused("unreachable", "the payment provider's key could not be read", { cause });
  });
  let acted = false;
  for (let last = false; ; last = true) {
    try {
      const timeout = Math.max(deadline - Date.now(), 1);
      return await attempt(stripe, { timeout, ...(idempotencyKey === undefined ? {} : { idempotencyKey }) });
    } catch (error) {
      // With the same key, an answer to the second attempt speaks for the first one too.
      if (isAnswer(error)) throw error;
      acted ||= mayHaveActed(error);
      if (last || !worthRetrying(error) || Date.now() + retryDelayMs >= deadline) {
        throw portError(error, acted);
      }
      await new Promise((resolve) => setTimeout(resolve, retryDelayMs));
    }
  }
}

function paramsOf({ orderId, amount, token }: AuthorizeRequest, returnUrl: string) {
  return {
    amount: amount.amount,
    currency: amount.currency.toLowerCase(),
    payment_method: token,
    allowed_payment_method_types: ["card"],
    capture_method: "manual",
    confirm: true,
    return_url: returnUrl,
    metadata: { order_id: orderId },
  } satisfies Stripe.PaymentIntentCreateParams;
}

/**
 * Whether this is an answer given before, under the same key. It tells how the payment stood then: a hold that was let go
 * in between would look as if it were still there.
 */
function isReplay({ lastResponse }: Stripe.Response<Stripe.PaymentIntent>): boolean {
  // These are what `fetch` answered, whatever the SDK's types say: name and value in pairs.
  return new Headers(lastResponse.headers).get("idempotent-replayed") === "true";
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
