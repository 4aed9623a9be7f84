import { PaymentRefused } from "@doorbuster/core/payment/provider";
import { nodeFetch } from "./node-fetch.ts";
import { stripeApi, type StripeApi, type StripeRequest } from "./stripe-api.ts";
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
export type Attempt<Result> = (stripe: StripeApi, request: StripeRequest) => Promise<Result>;

/**
 * Calls Stripe, and remembers over the one retry what we must know. An attempt that is cut off may have held the money. When
 * the retry then finds nobody listening, a shop that believed it would sell to somebody else what has been paid for:
 *
 *     attempt 1 ── provider holds the money ── connection lost ┐
 *     attempt 2 ── connection refused ─────────────────────────┴► PaymentUnknown, never "unreachable"
 */
export type StripeCall = <Result>(
  idempotencyKey: string | undefined,
  attempt: Attempt<Result>,
) => Promise<Result>;

export function stripeCall(options: StripeClientOptions): StripeCall {
  return (idempotencyKey, attempt) =>
    attemptTwice(options, options.timeoutMs ?? defaultTimeoutMs, idempotencyKey, attempt);
}

async function open({ secretKey, baseUrl, fetch = nodeFetch }: StripeClientOptions): Promise<StripeApi> {
  const origin = new URL(baseUrl ?? "https://api.stripe.com").origin;
  return stripeApi({ secretKey: await secretKey(), baseUrl: origin, fetch });
}

/**
 * One request with at most one retry, both within `timeoutMs`.
 * @throws what {@link isAnswer} knows, and otherwise `PaymentUnknown` or {@link PaymentRefused}
 */
async function attemptTwice<Result>(
  options: StripeClientOptions,
  timeoutMs: number,
  idempotencyKey: string | undefined,
  attempt: Attempt<Result>,
): Promise<Result> {
  const deadline = Date.now() + timeoutMs;
  const stripe = await open(options).catch((cause: unknown) => {
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
