import { PaymentRefused, PaymentUnknown } from "@doorbuster/core/payment/provider";
import Stripe from "stripe";
import { neverSent } from "../neverSent.ts";

const {
  StripeCardError,
  StripeConnectionError,
  StripeError,
  StripeInvalidRequestError,
  StripeRateLimitError,
} = Stripe.errors;

type StripeFailure = InstanceType<typeof StripeError>;

/** Refusals that say how the payment stands: the card was declined, or the payment is past the state that a step wants. */
export function isAnswer(error: unknown): error is StripeFailure {
  if (error instanceof StripeCardError) return true;
  return error instanceof StripeError && error.code === "payment_intent_unexpected_state";
}

/** Whether the provider may have acted on a request that failed so. When in doubt, it may have. */
export function mayHaveActed(error: unknown): boolean {
  if (error instanceof StripeConnectionError) return !neverSent.has(connectionCode(error));
  if (error instanceof StripeError && error.statusCode) {
    return error.statusCode === 409 || error.statusCode >= 500;
  }
  return true;
}

/** Whether the same request may fare better at once; Stripe says so itself where it knows (`stripe-should-retry`). */
export function worthRetrying(error: unknown): boolean {
  if (error instanceof StripeConnectionError) return true;
  if (!(error instanceof StripeError) || !error.statusCode) return false;
  const advice = error.headers?.["stripe-should-retry"];
  if (advice === "true" || advice === "false") return advice === "true";
  return error.statusCode === 409 || error.statusCode === 429 || error.statusCode >= 500;
}

/**
 * The port's error for a failure of the SDK. Its message is made of codes and the provider's request id only: Stripe's own
 * messages may quote parameters and keys, so the SDK's error is not even kept as the cause.
 * @param acted whether this or an earlier attempt may have had an effect
 */
export function portError(error: unknown, acted: boolean): PaymentUnknown | PaymentRefused {
  const what = describe(error);
  if (isKept(error)) return new KeptFailure(`the payment provider keeps a failure: ${what}`);
  return acted
    ? new PaymentUnknown(`the payment provider's answer is not known: ${what}`)
    : new PaymentRefused(reasonOf(error), `the payment provider did nothing: ${what}`);
}

/** A failure that is kept under its idempotency key: whatever that attempt did is done, and the key gives no other answer. */
export class KeptFailure extends PaymentUnknown {}

function isKept(error: unknown): boolean {
  if (!(error instanceof StripeError) || !error.statusCode || error.statusCode < 500) return false;
  return error.headers?.["idempotent-replayed"] === "true";
}

function reasonOf(error: unknown): PaymentRefused["reason"] {
  if (error instanceof StripeConnectionError) return "unreachable";
  if (error instanceof StripeRateLimitError) return "rate_limited";
  // A key that is not known, or not allowed to do this, is our fault and no customer's card: nothing can be paid just now.
  if (!(error instanceof StripeInvalidRequestError)) return "unreachable";
  return isTokenFault(error) ? "invalid_token" : "rejected";
}

/** A token that is unknown, or was used up by another payment (which Stripe tells by its message alone). */
function isTokenFault({ param, message }: StripeFailure): boolean {
  return param === "payment_method" || message.includes("PaymentMethod was previously used");
}

function describe(error: unknown): string {
  if (error instanceof StripeConnectionError) return connectionCode(error);
  if (!(error instanceof StripeError)) return error instanceof Error ? error.name : "an unexpected failure";
  const { statusCode, code, type, requestId } = error;
  return `status ${statusCode ?? "none"}, ${code ?? type}, request ${requestId ?? "unnamed"}`;
}

/** The system's code, which `fetch` hides as the cause of its own error. */
function connectionCode({ detail }: StripeFailure): string {
  for (let at: unknown = detail; at instanceof Error; at = at.cause) {
    if ("code" in at && typeof at.code === "string") return at.code;
  }
  return "connection lost";
}
