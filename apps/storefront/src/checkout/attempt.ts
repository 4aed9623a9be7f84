import type { Checkout } from "@doorbuster/core/order/checkout";
import type { StoredValue } from "../site/storage.ts";

/**
 * One press of "Pay": the whole request under its idempotency key, kept in the browser's storage until it is answered.
 *
 *     press Pay ──► store attempt ──► send ──► answered ──► forget attempt
 *                        │              │
 *                        │              ├─ no answer ──────► send the same again
 *                        │              └─ page reloaded ──► find the attempt, send the same again
 *                        └─ pressed again, in this tab or another ──► the stored one is sent, no second one is made
 *
 * The key alone would not do: the API refuses a key that comes back with other contents, so the two are kept together.
 * The payment token inside works once, for this shop, and is not a card number.
 */
export interface Attempt {
  readonly request: Checkout;
  /** The e-mail of the signed-in customer, or null for a guest: the API scopes the key by who asks. */
  readonly customer: string | null;
  /** UTC ISO 8601. */
  readonly startedAt: string;
}

export type AttemptStore = Pick<StoredValue<Attempt | null>, "get" | "set" | "clear">;

/**
 * The attempt to send: the unanswered one if there is one, else a new one under a new key.
 *
 * @param newKey 16 to 64 characters that nobody has used before
 */
export function beginAttempt(
  store: AttemptStore,
  draft: { readonly request: Omit<Checkout, "idempotencyKey">; readonly customer: string | null },
  deps: { readonly newKey: () => string; readonly now: () => number },
): Attempt {
  const unanswered = store.get();
  if (unanswered !== null) return unanswered;
  const attempt: Attempt = {
    request: { ...draft.request, idempotencyKey: deps.newKey() },
    customer: draft.customer,
    startedAt: new Date(deps.now()).toISOString(),
  };
  store.set(attempt);
  return attempt;
}

/** A reservation's life. What is older is not sent again without asking: the customer may have forgotten about it. */
const resumableMs = 10 * 60_000;

/** Whether a reloaded page may carry on with the attempt by itself. */
export function isFresh(attempt: Attempt, nowMs: number): boolean {
  return nowMs - Date.parse(attempt.startedAt) < resumableMs;
}
