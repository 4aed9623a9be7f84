import type { Order } from "../order/order.ts";
import { isKept, refundedOf } from "../order/standing.ts";
import { moneyOf, netOf, type LedgerPayment } from "../payment/ledger.ts";

/** In which ways money and orders can disagree. The sentences are those of the runbook. */
export const moneyFaults = {
  unpaid: "confirmed without any money held",
  paidTwice: "confirmed and paid more than once",
  unlike: "another payment at the provider than the order says",
  undue: "not confirmed and yet money is held",
  stray: "payments of no order",
} as const;
export type MoneyFault = keyof typeof moneyFaults;

/**
 * Money = orders, for one order at rest: an order that stands has exactly one payment of its amount, which it names; any
 * other has none, and money that belongs to no order belongs to nobody. A payment that was given back whole counts as
 * gone, unless the order stands by it. Pure.
 *
 * @param order `undefined` when there is none to which the payments belong
 * @param payments all that are known for it
 */
export function moneyFault(
  order: Order | undefined,
  payments: readonly LedgerPayment[],
): MoneyFault | undefined {
  const keeping = payments.filter((payment) => netOf(payment) !== 0);
  if (!order) return keeping.length === 0 ? undefined : "stray";
  if (!isKept(order)) return keeping.length === 0 ? undefined : "undue";
  const own = payments.find((payment) => isNamed(payment, order) && moneyOf(payment) > 0);
  const others = keeping.filter((payment) => !isNamed(payment, order));
  if (!own && others.length === 0) return "unpaid";
  if (others.length > (own ? 0 : 1)) return "paidTwice";
  return own && isFor(own, order) ? undefined : "unlike";
}

const isNamed = ({ id }: LedgerPayment, { payment }: Order) => id === payment.paymentId;

/** Amount, currency, refunds, and whether it is held or taken: all as the order says. */
function isFor(payment: LedgerPayment, order: Order): boolean {
  const { total } = order.totals;
  return (
    moneyOf(payment) === total.amount &&
    payment.currency === total.currency &&
    payment.refunded === refundedOf(order) &&
    payment.held > 0 === (order.payment.state === "authorized")
  );
}

/** What both sides say, by which the fault is understood. Nothing in it is personal. */
export function bothSides(order: Order | undefined, payments: readonly LedgerPayment[]): string {
  const said = order
    ? `order: ${order.totals.total.amount} ${order.totals.total.currency} ${order.payment.state}, ${refundedOf(order)} refunded`
    : "no order";
  const theirs = payments.map(
    ({ id, held, taken, refunded, currency }) =>
      `${id}: ${held} held, ${taken} taken, ${refunded} refunded, ${currency}`,
  );
  return [said, ...(theirs.length > 0 ? theirs : ["the provider has no payment"])].join("; ");
}
