import type { Order } from "@doorbuster/core/order/order";
import { wasConfirmed } from "@doorbuster/core/order/standing";
import { disagreement, type Disagreement } from "../reconcile/compare.ts";
import type { Outcome } from "./client.ts";

/**
 * Accounts for every invoice of a run: it is a confirmed, declined or pending order, or it was sold out. And no customer
 * was told anything but what the orders table says. Pure; empty when all invoices are accounted for.
 */
export function accountForRun(
  outcomes: ReadonlyMap<string, Outcome>,
  orders: readonly Order[],
): Disagreement[] {
  const byId = new Map(orders.map((order) => [order.id, order]));
  const wrong = [...outcomes].flatMap(([invoice, outcome]) => {
    const why = problemOf(outcome, outcome.kind === "order" ? byId.get(outcome.orderId) : undefined);
    return why === undefined ? [] : [`invoice ${invoice}: ${why}`];
  });
  const placed = [...outcomes.values()].flatMap((outcome) =>
    outcome.kind === "order" ? [outcome.orderId] : [],
  );
  const shared = placed.length - new Set(placed).size;
  return [
    ...disagreement("an invoice is not accounted for", wrong, String),
    ...(shared === 0 ? [] : [{ what: `${shared} × two invoices share one order`, which: [] }]),
  ];
}

function problemOf(outcome: Outcome, order: Order | undefined): string | undefined {
  if (outcome.kind === "soldOut") return undefined;
  if (outcome.kind === "refused") return `refused with ${outcome.code} (${outcome.message})`;
  if (!order) return `order ${outcome.orderId} is not in the orders table`;
  const is = wasConfirmed(order) ? "confirmed" : order.status;
  const told = outcome.status;
  if (is !== "confirmed" && is !== "declined" && is !== "pending") return `order ${order.id} ended ${is}`;
  const settled = told === "confirmed" || told === "declined";
  return settled && told !== is ? `order ${order.id} was answered ${told} and is ${is}` : undefined;
}
