import type { Order } from "@doorbuster/core/order/order";
import type { Facts, Payment, Totals } from "./facts.ts";
import { figuresOf, isKept, isOpen, moneyOf, refundedOf, stockBalances, wasConfirmed } from "./figures.ts";

/** One equality that does not hold. */
export interface Disagreement {
  /** What is wrong, in one sentence. */
  readonly what: string;
  /** Orders, payments or SKUs, by which to find it; not all of them when there are many. */
  readonly which: readonly string[];
}

/**
 * Holds the facts against each other once the shop is quiet: units and money to the order, live numbers and lake to the
 * penny, one confirmation per confirmed order, and nothing left open. Pure; empty when all agree.
 */
export function compare(facts: Facts): Disagreement[] {
  return [
    ...compareStock(facts),
    ...compareMoney(facts),
    ...compareAnalytics(facts),
    ...compareMails(facts),
    ...compareOpen(facts),
  ];
}

function compareStock(facts: Facts): Disagreement[] {
  const balances = stockBalances(facts);
  const uneven = balances.filter((sku) => sku.sold + sku.reserved + sku.available !== sku.stocked);
  const below = balances.filter(({ available, leastShard }) => available < 0 || leastShard < 0);
  return [
    ...disagreement("sold + reserved + available is not what was stocked", uneven, ({ sku }) => sku),
    ...disagreement("available is below zero", below, ({ sku }) => sku),
  ];
}

function compareMoney({ orders, payments }: Facts): Disagreement[] {
  const paid = payments.filter((payment) => moneyOf(payment) > 0);
  const byOrder = Map.groupBy(paid, ({ orderId }) => orderId);
  const known = new Map(orders.map((order) => [order.id, order]));
  const holding = (order: Order) => byOrder.get(order.id) ?? [];

  const kept = orders.filter(isKept);
  const once = kept.filter((order) => holding(order).length === 1);
  const unlike = once.filter((order) => !holding(order).some((payment) => isFor(payment, order)));
  const stray = paid.filter(({ orderId }) => orderId === null || !known.has(orderId));
  const undue = orders.filter(
    (order) => !isKept(order) && holding(order).some((payment) => netOf(payment) !== 0),
  );
  return [
    ...disagreement(
      "confirmed without any money held",
      kept.filter((order) => holding(order).length === 0),
      idOf,
    ),
    ...disagreement(
      "confirmed and paid more than once",
      kept.filter((order) => holding(order).length > 1),
      idOf,
    ),
    ...disagreement("another payment at the provider than the order says", unlike, idOf),
    ...disagreement("not confirmed and yet money is held", undue, idOf),
    ...disagreement("payments of no order", stray, ({ id }) => id),
  ];
}

/** Amount, currency, id, refunds, and whether it is held or taken: all as the order says. */
function isFor(payment: Payment, order: Order): boolean {
  const { total } = order.totals;
  return (
    moneyOf(payment) === total.amount &&
    payment.currency === total.currency &&
    payment.id === order.payment.paymentId &&
    payment.refundedAmount === refundedOf(order) &&
    (payment.status === "requires_capture") === (order.payment.state === "authorized")
  );
}

const netOf = (payment: Payment) => moneyOf(payment) - payment.refundedAmount;

function compareAnalytics(facts: Facts): Disagreement[] {
  const { orders, live, lake } = figuresOf(facts);
  const told = ({ confirmed, revenueMinor, refundedMinor }: Totals) =>
    `${confirmed} confirmed, ${revenueMinor} revenue, ${refundedMinor} refunded`;
  const say = (place: string, there: Totals) =>
    told(there) === told(orders) ? [] : [`${place}: ${told(there)}; orders table: ${told(orders)}`];
  const confirmed = new Set(facts.orders.filter(wasConfirmed).map(idOf));
  const inLake = new Set(facts.lake.confirmedOrderIds);
  return [
    ...say("live numbers", live).map((what) => ({ what, which: [] })),
    ...say("lake", lake).map((what) => ({ what, which: [] })),
    ...disagreement("confirmed and not in the lake", [...confirmed.difference(inLake)], String),
    ...disagreement("confirmed in the lake alone", [...inLake.difference(confirmed)], String),
    ...(lake.duplicates === 0
      ? []
      : [{ what: `the lake's view holds ${lake.duplicates} rows twice`, which: [] }]),
  ];
}

function compareMails({ orders, mails }: Facts): Disagreement[] {
  const confirmed = new Map(orders.filter(wasConfirmed).map((order) => [order.id, order]));
  const told = Map.groupBy(mails, ({ orderId }) => orderId);
  const untold = [...confirmed.keys()].filter((id) => !told.has(id));
  const twice = [...told].filter(([, list]) => list.length > 1);
  const wrong = mails.filter(({ orderId, to }) => confirmed.get(orderId)?.contact.email !== to);
  return [
    ...disagreement("confirmed without a confirmation mail", untold, String),
    ...disagreement("confirmation mailed more than once", twice, ([id]) => id),
    ...disagreement(
      "confirmation of an order that is not confirmed, or to another address",
      wrong,
      ({ orderId }) => orderId,
    ),
  ];
}

function compareOpen({ orders }: Facts): Disagreement[] {
  const open = orders.filter(isOpen);
  return disagreement("still open", open, idOf);
}

const idOf = ({ id }: Order) => id;

const namedMax = 20;

/** None when the list is empty. */
export function disagreement<T>(what: string, list: readonly T[], name: (item: T) => string): Disagreement[] {
  if (list.length === 0) return [];
  return [{ what: `${list.length} × ${what}`, which: list.slice(0, namedMax).map(name) }];
}
