import type { Order } from "@doorbuster/core/order/order";

/** What the payment provider's ledger says of one payment. Amounts are minor units, currencies upper case. */
export interface Payment {
  readonly id: string;
  readonly orderId: string | null;
  readonly amount: number;
  readonly currency: string;
  /** Stripe's status of a PaymentIntent. */
  readonly status: string;
  readonly capturedAmount: number;
  readonly refundedAmount: number;
}

/** One SKU by the stock table. */
export interface StockRow {
  readonly sku: string;
  readonly stocked: number;
  /** Over all shards. */
  readonly available: number;
  /** The emptiest shard: none may be below zero, whatever the others hold. */
  readonly leastShard: number;
}

/** A confirmation in the inbox. */
export interface Mail {
  readonly orderId: string;
  readonly to: string;
}

export interface Totals {
  readonly confirmed: number;
  readonly revenueMinor: number;
  readonly refundedMinor: number;
}

/** Everything that must agree, each read from its own place and from nowhere else. */
export interface Facts {
  readonly orders: readonly Order[];
  readonly payments: readonly Payment[];
  readonly live: Totals;
  readonly lake: Totals & {
    /** Rows that the view holds more than there are events. */
    readonly duplicates: number;
    readonly confirmedOrderIds: readonly string[];
  };
  readonly mails: readonly Mail[];
  readonly stock: readonly StockRow[];
  /**
   * Messages that were given up, by queue. Whatever they should have done is missing where it shows, so they are told
   * and not compared.
   */
  readonly deadLetters: Readonly<Record<string, number>>;
}
