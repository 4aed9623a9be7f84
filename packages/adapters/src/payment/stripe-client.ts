import { PaymentRefused } from "@doorbuster/core/payment/provider";
import Stripe from "stripe";
import { nodeFetch } from "./node-fetch.ts";
import { isAnswer, mayHaveActed, portError, worthRetrying } from "./stripe-errors.ts";

export interface StripeClientOptions {
  /** Read before every call, so that a rotated key takes effect by itself. */
  readonly secretKey: () => Promise<string>;
  /** Stripe itself unless told: `http://127.0.0.1:4242` for the payment sandbox. */
  readonly baseUrl?: string;
  /** For a whole call, its retry included. A shopper waits no longer than the default of 8,000 for a bank. */
  readonly timeoutMs?: number;
  /** Carries the requests: Node's own HTTP unless told, which a simulation does. */
  readonly fetch?: typeof fetch;
}

const defaultTimeoutMs = 8_000;
const retryDelayMs = 150;

/** One request as it is made, once or twice. */
export type Attempt<Result> = (stripe: Stripe, request: Stripe.RequestOptions) => Promise<Result>;

/**
 * Calls Stripe. The one retry is made here and not by the SDK, which would hide what we must know. An attempt that is cut
 * off may have held the money. When the retry then finds nobody listening, the SDK reports only that, and a shop that
 * believes it would sell to somebody else what has been paid for:
 *
 *     attempt 1 ── provider holds the money ── connection lost ┐
 *     attempt 2 ── connection refused ─────────────────────────┴► PaymentUnknown, never "unreachable"
 */
export type StripeCall = <Result>(
  idempotencyKey: string | undefined,
  attempt: Attempt<Result>,
) => Promise<Result>;

export function stripeCall(options: StripeClientOptions): StripeCall {
  const client = clientFor(options);
  return (idempotencyKey, attempt) =>
    attemptTwice(client, options.timeoutMs ?? defaultTimeoutMs, idempotencyKey, attempt);
}

/** The SDK's client, made anew only when the key has changed. */
function clientFor(options: StripeClientOptions): () => Promise<Stripe> {
  let latest: { readonly key: string; readonly stripe: Stripe } | undefined;
  return async () => {
    const key = await options.secretKey();
    if (latest?.key !== key) latest = { key, stripe: new Stripe(key, clientConfig(options)) };
    return latest.stripe;
  };
}

function clientConfig({ baseUrl, fetch = nodeFetch }: StripeClientOptions): Stripe.StripeConfig {
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
 * @throws what {@link isAnswer} knows, and otherwise `PaymentUnknown` or {@link PaymentRefused}
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
