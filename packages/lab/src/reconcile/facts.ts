import type { ChannelName } from "@doorbuster/core/notification/message";
import type { Order } from "@doorbuster/core/order/order";
import type { LedgerPayment } from "@doorbuster/core/payment/ledger";

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

/** Any message in the inbox. */
export interface Message extends Mail {
  readonly channel: ChannelName;
  /** Of the timeline entry that it is about, such as `order.shipped`. */
  readonly type: string;
  /** Unix milliseconds. */
  readonly acceptedAt: number;
}

export interface Totals {
  readonly confirmed: number;
  readonly revenueMinor: number;
  readonly refundedMinor: number;
}

/** Everything that must agree, each read from its own place and from nowhere else. */
export interface Facts {
  readonly orders: readonly Order[];
  readonly payments: readonly LedgerPayment[];
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
