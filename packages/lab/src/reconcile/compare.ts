import type { Order } from "@doorbuster/core/order/order";
import { moneyFault, moneyFaults, type MoneyFault } from "@doorbuster/core/books/money";
import { wasConfirmed } from "@doorbuster/core/order/standing";
import type { Facts, Totals } from "./facts.ts";
import { figuresOf, isOpen, stockBalances } from "./figures.ts";

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
  const byOrder = Map.groupBy(payments, ({ orderId }) => orderId);
  const known = new Set(orders.map(({ id }) => id));
  const ofOrders = orders.map((order) => ({ order, payments: byOrder.get(order.id) ?? [], id: order.id }));
  const strays = payments
    .filter(({ orderId }) => orderId === null || !known.has(orderId))
    .map((payment) => ({ order: undefined, payments: [payment], id: payment.id }));
  const faults = Map.groupBy([...ofOrders, ...strays], (each) => moneyFault(each.order, each.payments));
  return (Object.keys(moneyFaults) as MoneyFault[]).flatMap((fault) =>
    disagreement(moneyFaults[fault], faults.get(fault) ?? [], ({ id }) => id),
  );
}

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
  const wrong = mails.filter(({ orderId, to }) => {
    const order = confirmed.get(orderId);
    // Of an erased order nobody knows any more whom the mail should have gone to.
    return order?.erasedAt === undefined && order?.contact.email !== to;
  });
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
