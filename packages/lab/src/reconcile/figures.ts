import type { Order, OrderStatus } from "@doorbuster/core/order/order";
import { moneyStep } from "@doorbuster/core/order/moneyStep";
import { defaultPolicy } from "@doorbuster/core/order/policy";
import { isKept, refundedOf, waitsForShipment, wasConfirmed } from "@doorbuster/core/order/standing";
import { moneyOf } from "@doorbuster/core/payment/ledger";
import type { Facts, Totals } from "./facts.ts";

/** The figures of a reconciliation, for the whole shop. Amounts are minor units. */
export interface Figures {
  readonly orders: {
    /** Ever confirmed, whatever became of them. */
    readonly confirmed: number;
    readonly declined: number;
    readonly pending: number;
    /** Totals at confirmation. */
    readonly revenueMinor: number;
    readonly refundedMinor: number;
  };
  readonly provider: {
    /** Payments whose money is held or was taken. */
    readonly authorized: number;
    readonly captures: number;
    /** What is held and what was taken. */
    readonly amountMinor: number;
  };
  readonly live: Totals;
  readonly lake: Totals & { readonly duplicates: number };
  readonly notifications: { readonly email: number; readonly duplicates: number };
  readonly stock: {
    readonly stocked: number;
    readonly sold: number;
    readonly reserved: number;
    readonly available: number;
    readonly oversoldSkus: number;
  };
}

const sumOf = <T>(list: readonly T[], value: (item: T) => number) =>
  list.reduce((sum, item) => sum + value(item), 0);

export function figuresOf({ orders, payments, live, lake, mails, stock }: Facts): Figures {
  const confirmed = orders.filter(wasConfirmed);
  const withStatus = (status: OrderStatus) => orders.filter((order) => order.status === status).length;
  const paid = payments.filter((payment) => moneyOf(payment) > 0);
  const balances = stockBalances({ orders, stock });
  return {
    orders: {
      confirmed: confirmed.length,
      declined: withStatus("declined"),
      pending: withStatus("pending"),
      revenueMinor: sumOf(confirmed, (order) => order.totals.total.amount),
      refundedMinor: sumOf(orders, refundedOf),
    },
    provider: {
      authorized: paid.length,
      captures: paid.filter(({ taken }) => taken > 0).length,
      amountMinor: sumOf(paid, moneyOf),
    },
    live: totalsOf(live),
    lake: { ...totalsOf(lake), duplicates: lake.duplicates },
    notifications: {
      email: mails.length,
      duplicates: mails.length - new Set(mails.map(({ orderId }) => orderId)).size,
    },
    stock: {
      stocked: sumOf(balances, ({ stocked }) => stocked),
      sold: sumOf(balances, ({ sold }) => sold),
      reserved: sumOf(balances, ({ reserved }) => reserved),
      available: sumOf(balances, ({ available }) => available),
      oversoldSkus: balances.filter(isOversold).length,
    },
  };
}

const totalsOf = ({ confirmed, revenueMinor, refundedMinor }: Totals): Totals => ({
  confirmed,
  revenueMinor,
  refundedMinor,
});

/**
 * Something is still to be decided, taken or given back by itself. An order that ended unpaid may be due for a last look
 * and is not open, nor is a confirmed one whose hold waits for its shipment.
 */
export function isOpen(order: Order): boolean {
  if (order.status === "pending") return true;
  const step = moneyStep(order, defaultPolicy, Date.parse(order.placedAt));
  if (step?.kind === "capture") return order.dueAt !== undefined && !waitsForShipment(order);
  return step !== undefined;
}

export interface StockBalance {
  readonly sku: string;
  readonly stocked: number;
  readonly sold: number;
  readonly reserved: number;
  readonly available: number;
  readonly leastShard: number;
}

/** Every SKU that was ever stocked or ordered: what the stock table says beside what the orders say. */
export function stockBalances({ orders, stock }: Pick<Facts, "orders" | "stock">): StockBalance[] {
  const sold = unitsBySku(orders.filter(isKept));
  const reserved = unitsBySku(orders.filter(({ status }) => status === "pending"));
  const rows = new Map(stock.map((row) => [row.sku, row]));
  return [...new Set([...rows.keys(), ...sold.keys(), ...reserved.keys()])].map((sku) => {
    const { stocked = 0, available = 0, leastShard = 0 } = rows.get(sku) ?? {};
    return {
      sku,
      stocked,
      available,
      leastShard,
      sold: sold.get(sku) ?? 0,
      reserved: reserved.get(sku) ?? 0,
    };
  });
}

/** More went out, or is promised, than ever came in. */
export function isOversold({ stocked, sold, reserved, leastShard }: StockBalance): boolean {
  return sold + reserved > stocked || leastShard < 0;
}

function unitsBySku(orders: readonly Order[]): Map<string, number> {
  const units = new Map<string, number>();
  for (const { sku, quantity } of orders.flatMap(({ lines }) => lines)) {
    units.set(sku, (units.get(sku) ?? 0) + quantity);
  }
  return units;
}
