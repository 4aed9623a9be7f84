import type { Money } from "../money/money.ts";

/**
 * What the provider says of one payment, in our words.
 *
 * - `requires_action`: the cardholder must confirm with the bank (3-D Secure); `redirectUrl` leads there.
 * - `authorized`: the money is held for us, not yet taken.
 * - `captured`: taken. `refunded`: taken, and all of it given back. `voided`: the hold was released. `failed`: refused,
 *   and nothing is held.
 */
export type ProviderPayment = {
  /** The provider's own id of the payment (`pi_…`). */
  readonly paymentId: string;
  /** For which it was made, as the provider was told; undefined for what was made elsewhere. */
  readonly orderId?: string | undefined;
  readonly amount: Money;
} & (
  | { readonly state: "authorized" | "captured" | "refunded" | "voided" | "processing" }
  | { readonly state: "requires_action"; readonly redirectUrl: string }
  | { readonly state: "failed"; readonly declineCode: string }
);

export interface AuthorizeRequest {
  readonly orderId: string;
  readonly amount: Money;
  /** The provider's token for a card. No card number ever reaches us. */
  readonly token: string;
  /** One key, one charge: derived from the order id and the attempt, so a retry after a time-out cannot pay twice. */
  readonly idempotencyKey: string;
}

export interface RefundRequest {
  readonly paymentId: string;
  readonly amount: Money;
  readonly orderId: string;
  /** One key, one refund. */
  readonly idempotencyKey: string;
}

/** What became of a refund. `pending`: it is under way; ask again. `failed`: it will not be made, however often it is asked. */
export type ProviderRefund =
  | { readonly state: "done" | "pending"; readonly refundId: string }
  | { readonly state: "failed"; readonly code: string };

/**
 * The payment provider. Every method is safe to repeat.
 * Throws {@link PaymentUnknown} when the outcome cannot be known, {@link PaymentRefused} when the provider certainly did nothing.
 */
export interface PaymentProvider {
  /** Holds the money without taking it (manual capture). A decline is an answer (`failed`), not an error. */
  authorize(request: AuthorizeRequest): Promise<ProviderPayment>;
  /** Takes held money. Repeating it on a captured payment answers `captured`. */
  capture(paymentId: string): Promise<ProviderPayment>;
  /** Lets held money go. Repeating it on a voided payment answers `voided`. */
  void(paymentId: string): Promise<ProviderPayment>;
  /** Gives taken money back, in part or whole. A refusal for good is an answer (`failed`), not an error. */
  refund(request: RefundRequest): Promise<ProviderRefund>;
  /** The provider's present view of a payment. */
  get(paymentId: string): Promise<ProviderPayment>;
  /**
   * The payment made for an order, when its id was lost in a crash. The provider's search may lag by about a minute
   * (Stripe API reference, "Search"), so "none" proves something only well after the attempt.
   */
  find(orderId: string): Promise<ProviderPayment | undefined>;
}

/** The provider did not answer, or answered with a fault after it may have acted. Ask again before deciding anything. */
export class PaymentUnknown extends Error {
  override readonly name = "PaymentUnknown";
}

/** The request never took effect: no connection, rate limited, or refused as malformed (`invalidToken`). */
export class PaymentRefused extends Error {
  override readonly name = "PaymentRefused";
  readonly reason: "unreachable" | "rate_limited" | "invalid_token" | "rejected";
  constructor(reason: PaymentRefused["reason"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}
