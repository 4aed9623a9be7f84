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

const cancellation = "cancellation";

/**
 * The id of the next refund that follows from a cancellation by itself. There is one; and another when a refund that was
 * under way when the order was cancelled fails after all, so that its amount is left over.
 */
export function cancellationRefundId(order: Order): string {
  const made = order.refunds.filter(followsFromCancellation).length;
  return made === 0 ? cancellation : `${cancellation}:${made + 1}`;
}

function followsFromCancellation({ id }: Refund): boolean {
  return id === cancellation || id.startsWith(`${cancellation}:`);
}

/** Something is left of its money, and the provider has not refused to give it back, which is for a person to look at. */
function isUnreturned(order: Order): boolean {
  const isRefused = order.refunds.some(
    (refund) => followsFromCancellation(refund) && refund.state === "failed",
  );
  return refundable(order).amount > 0 && !isRefused;
}

function captureIsDue({ status, confirmedAt, placedAt }: Order, policy: OrderPolicy, now: number): boolean {
  if (policy.captureAt === "confirmation" || status !== "confirmed") return true;
  return now >= heldUntil({ confirmedAt, placedAt });
}

/** When the money of a confirmed order is taken even though it has not left. Milliseconds since the epoch. */
export function heldUntil({ confirmedAt, placedAt }: Pick<Order, "confirmedAt" | "placedAt">): number {
  return Date.parse(confirmedAt ?? placedAt) + heldAtMostMs;
}
