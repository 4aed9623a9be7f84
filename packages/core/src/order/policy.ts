/** What a shop decides for itself about orders. Times are milliseconds. */
export interface OrderPolicy {
  /** How long a reservation holds while it is unpaid. */
  readonly reservationMs: number;
  /** How much longer, once, when the payment is still under way at that moment. */
  readonly extensionMs: number;
  /** When the held money is taken: at once after the confirmation, or when the goods leave. */
  readonly captureAt: "confirmation" | "shipment";
}

export const defaultPolicy: OrderPolicy = {
  reservationMs: 10 * 60_000,
  extensionMs: 5 * 60_000,
  captureAt: "confirmation",
};

/**
 * A hold lapses 7 days after it was made ("Place a hold on a payment method", Stripe's documentation; some card
 * networks: 5). A day before the shortest, the money of an order that has not left is taken all the same.
 */
export const heldAtMostMs = 4 * 24 * 60 * 60_000;
