import type { Order, Refund } from "./order.ts";
import { heldAtMostMs, type OrderPolicy } from "./policy.ts";
import { refundable } from "./refund.ts";

/** What an order's state asks of the provider, if anything. */
export type MoneyStep =
  | { readonly kind: "capture" }
  | { readonly kind: "void" }
  /** A cancelled order's money was taken: what is left of it must be refunded, and nobody has decided so yet. */
  | { readonly kind: "requestRefund" }
  | { readonly kind: "refund"; readonly refund: Refund };

const none: ReadonlySet<string> = new Set();

/**
 * The next thing to do with an order's money; `undefined` when it lies where it belongs. Pure.
 *
 * @param underWay refunds that the provider is known to be making: nothing is to be done for these, and nothing waits for them
 */
export function moneyStep(
  order: Order,
  policy: OrderPolicy,
  now: number,
  underWay = none,
): MoneyStep | undefined {
  const { state } = order.payment;
  const refund = order.refunds.find((each) => each.state === "requested" && !underWay.has(each.id));
  if (refund) return { kind: "refund", refund };
  if (order.status === "cancelled") {
    if (state === "authorized") return { kind: "void" };
    return state === "captured" && isUnreturned(order) ? { kind: "requestRefund" } : undefined;
  }
  return state === "authorized" && captureIsDue(order, policy, now) ? { kind: "capture" } : undefined;
}

/** The refund that follows from a cancellation by itself. Refused by the provider, it is for a person to look at. */
export const cancellationRefundId = "cancellation";

function isUnreturned(order: Order): boolean {
  return refundable(order).amount > 0 && !order.refunds.some(({ id }) => id === cancellationRefundId);
}

function captureIsDue({ status, confirmedAt, placedAt }: Order, policy: OrderPolicy, now: number): boolean {
  if (policy.captureAt === "confirmation" || status !== "confirmed") return true;
  return now >= heldUntil({ confirmedAt, placedAt });
}

/** When the money of a confirmed order is taken even though it has not left. Milliseconds since the epoch. */
export function heldUntil({ confirmedAt, placedAt }: Pick<Order, "confirmedAt" | "placedAt">): number {
  return Date.parse(confirmedAt ?? placedAt) + heldAtMostMs;
}
