/** One payment as it stands in the provider's own books. Amounts are minor units, currencies upper case. */
export interface LedgerPayment {
  readonly id: string;
  /** The order it says it is for; null when it says nothing. */
  readonly orderId: string | null;
  readonly currency: string;
  /** Held for us and not taken yet. */
  readonly held: number;
  /** Taken, before refunds. */
  readonly taken: number;
  readonly refunded: number;
}

/** A payment with the moment at which the provider made it, milliseconds since the epoch, whole seconds. */
export interface MadePayment extends LedgerPayment {
  readonly madeAt: number;
}

/**
 * The provider's books, to be read by whoever audits. Lists leave out what another stage made with the same account. Times are milliseconds since the epoch, whole seconds. Every method
 * throws as the provider's do: `PaymentUnknown`, `PaymentRefused`.
 */
export interface PaymentLedger {
  /** Every payment made in [from, to), whatever became of it, in no order. */
  made(from: number, to: number): AsyncIterable<MadePayment>;
  /** Every payment of which something was given back in [from, to), as it stands now; once for each refund. */
  refunded(from: number, to: number): AsyncIterable<LedgerPayment>;
  /** `undefined`: the provider knows no such payment. */
  get(paymentId: string): Promise<LedgerPayment | undefined>;
}

/** What a payment ever had of the cardholder's money: held, or taken, before refunds. */
export function moneyOf({ held, taken }: LedgerPayment): number {
  return held + taken;
}

/** What it still has. */
export function netOf(payment: LedgerPayment): number {
  return moneyOf(payment) - payment.refunded;
}
