import { PaymentRefused, PaymentUnknown } from "@doorbuster/core/payment/provider";
import { neverSent } from "../neverSent.ts";
import { StripeError, StripeSilence } from "./stripe-api.ts";

/** Refusals that say how the payment stands: the card was declined, or the payment is past the state that a step wants. */
export function isAnswer(error: unknown): error is StripeError {
  if (!(error instanceof StripeError)) return false;
  return error.statusCode === 402 || error.code === "payment_intent_unexpected_state";
}

/** Whether the provider may have acted on a request that failed so. When in doubt, it may have. */
export function mayHaveActed(error: unknown): boolean {
  if (error instanceof StripeSilence) return !neverSent.has(connectionCode(error));
  if (error instanceof StripeError) return error.statusCode === 409 || error.statusCode >= 500;
  return true;
}

/** Whether the same request may fare better at once; Stripe says so itself where it knows (`stripe-should-retry`). */
export function worthRetrying(error: unknown): boolean {
  if (error instanceof StripeSilence) return true;
  if (!(error instanceof StripeError)) return false;
  const advice = error.headers.get("stripe-should-retry");
  if (advice === "true" || advice === "false") return advice === "true";
  return error.statusCode === 409 || error.statusCode === 429 || error.statusCode >= 500;
}

/**
 * The port's error for a failure. Its message is made of codes and the provider's request id only: Stripe's own messages
 * may quote parameters and keys, so what was thrown is not even kept as the cause.
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
  if (!(error instanceof StripeError) || error.statusCode < 500) return false;
  return error.headers.get("idempotent-replayed") === "true";
}

function reasonOf(error: unknown): PaymentRefused["reason"] {
  if (!(error instanceof StripeError)) return "unreachable";
  if (error.statusCode === 429 || error.code === "rate_limit") return "rate_limited";
  // A key that is not known, or not allowed to do this, is our fault and no customer's card: nothing can be paid just now.
  const isAboutRequest = error.statusCode === 400 || error.statusCode === 404;
  if (!isAboutRequest || error.type === "idempotency_error") return "unreachable";
  return isTokenFault(error) ? "invalid_token" : "rejected";
}

/** A token that is unknown, or was used up by another payment (which Stripe tells by its message alone). */
function isTokenFault({ param, message }: StripeError): boolean {
  return param === "payment_method" || message.includes("PaymentMethod was previously used");
}

function describe(error: unknown): string {
  if (error instanceof StripeSilence) return connectionCode(error);
  if (!(error instanceof StripeError)) return error instanceof Error ? error.name : "an unexpected failure";
  const { statusCode, code, type, headers } = error;
  return `status ${statusCode}, ${code ?? type}, request ${headers.get("request-id") ?? "unnamed"}`;
}

/** The system's code, which `fetch` hides as the cause of its own error. */
function connectionCode({ cause }: StripeSilence): string {
  for (let at: unknown = cause; at instanceof Error; at = at.cause) {
    if ("code" in at && typeof at.code === "string") return at.code;
  }
  return "connection lost";
}
