import type { Order } from "./order.ts";
import { heldAtMostMs } from "./policy.ts";
import { refundedMinor } from "./refund.ts";

/** Confirmed and not taken back: it holds units and money. */
export function isKept({ status }: Pick<Order, "status">): boolean {
  return status === "confirmed" || status === "shipped" || status === "delivered";
}

/** Ever confirmed, whatever became of it. */
export const wasConfirmed = (order: Pick<Order, "confirmedAt">): boolean => order.confirmedAt !== undefined;

/** What the order says was given back, in minor units. */
export const refundedOf = (order: Pick<Order, "refunds">): number => refundedMinor(order, "done");

/** Its money is held until it leaves, and nobody need look at it before that. */
export function waitsForShipment({
  status,
  confirmedAt,
  dueAt,
}: Pick<Order, "status" | "confirmedAt" | "dueAt">): boolean {
  if (status !== "confirmed" || confirmedAt === undefined || dueAt === undefined) return false;
  return Date.parse(dueAt) - Date.parse(confirmedAt) >= heldAtMostMs;
}

/**
 * Nothing of it is on its way: neither the answer of a provider, nor money in either direction, nor the sweeper's last
 * look. What it says of its money is then what the provider says.
 */
export function isAtRest(order: Order): boolean {
  return order.status !== "pending" && (order.dueAt === undefined || waitsForShipment(order));
}
