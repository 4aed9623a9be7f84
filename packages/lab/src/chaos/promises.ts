import type { Order } from "@doorbuster/core/order/order";
import { disagreement, type Disagreement } from "../reconcile/compare.ts";
import { wasConfirmed } from "@doorbuster/core/order/standing";
import type { Outcome } from "../replay/client.ts";
import type { Promised } from "./afterSales.ts";

/**
 * Holds what people were told against what the orders table says: whoever was told "confirmed" has an order that was
 * confirmed, "declined" one that was declined, "cancelled" one that is cancelled, and so on; whoever was told to pay anew has
 * nothing to pay for the first order; and no two checkouts share an order. Pure; empty when every promise is kept.
 *
 * @param givenUp orders of which somebody was told that they were given up, and to try again
 */
export function brokenPromises(
  outcomes: ReadonlyMap<string, Outcome>,
  givenUp: ReadonlySet<string>,
  promised: Promised,
  orders: readonly Order[],
): Disagreement[] {
  const byId = new Map(orders.map((order) => [order.id, order]));
  const told = [...outcomes.values()].flatMap((outcome) => (outcome.kind === "order" ? [outcome] : []));
  const broken = [
    ...told.flatMap(({ orderId, status }) => {
      const order = byId.get(orderId);
      const kept =
        order !== undefined &&
        (status !== "confirmed" || wasConfirmed(order)) &&
        (status !== "declined" || order.status === "declined");
      return kept ? [] : [`${orderId}: told ${status}`];
    }),
    ...[...givenUp].flatMap((orderId) => {
      const order = byId.get(orderId);
      const kept = order?.status === "cancelled" && !wasConfirmed(order);
      return kept ? [] : [`${orderId}: told that it was given up`];
    }),
    ...[...promised.cancelled].flatMap((orderId) =>
      byId.get(orderId)?.status === "cancelled" ? [] : [`${orderId}: told that it is cancelled`],
    ),
    ...[...promised.shipped].flatMap((orderId) => {
      const status = byId.get(orderId)?.status;
      return status === "shipped" || status === "delivered" ? [] : [`${orderId}: told that it has left`];
    }),
    ...[...promised.delivered].flatMap((orderId) =>
      byId.get(orderId)?.status === "delivered" ? [] : [`${orderId}: told that it has arrived`],
    ),
    ...[...promised.refunded].flatMap(([orderId, key]) =>
      byId.get(orderId)?.refunds.some(({ id, state }) => id === key && state === "done")
        ? []
        : [`${orderId}: told that money comes back`],
    ),
  ];
  const shared = told.length - new Set(told.map(({ orderId }) => orderId)).size;
  return [
    ...disagreement("somebody was told something else than became of the order", broken, String),
    ...(shared === 0 ? [] : [{ what: `${shared} × two checkouts share one order`, which: [] }]),
  ];
}
