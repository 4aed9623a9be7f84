import { AppError } from "../errors.ts";
import type { Money } from "../money/money.ts";
import type { Order, Refund } from "./order.ts";

/** What was given back or is about to be, in minor units of the order's currency. */
export function refundedMinor(order: Pick<Order, "refunds">, ...states: Refund["state"][]): number {
  const counted: readonly Refund["state"][] = states.length > 0 ? states : ["requested", "done"];
  return order.refunds
    .filter(({ state }) => counted.includes(state))
    .reduce((sum, { amount }) => sum + amount.amount, 0);
}

/** What can still be given back. */
export function refundable(order: Pick<Order, "refunds" | "totals">): Money {
  const { amount, currency } = order.totals.total;
  return { amount: amount - refundedMinor(order), currency };
}

/**
 * A refund as it would be entered, checked against what is left.
 *
 * @param amount all that is left unless told
 * @throws AppError `INVALID_INPUT` for another currency or more than is left; `CONFLICT` when nothing is left
 */
export function newRefund(order: Order, id: string, reason: string, amount = refundable(order)): Refund {
  const left = refundable(order);
  if (left.amount === 0) {
    throw new AppError("CONFLICT", "Everything that was paid is already refunded, or is about to be.", {
      details: { orderId: order.id },
    });
  }
  if (amount.currency !== left.currency) {
    throw new AppError("INVALID_INPUT", `This order was paid in ${left.currency}.`, {
      details: { field: "amount.currency", expected: left.currency },
    });
  }
  if (amount.amount > left.amount) {
    throw new AppError("INVALID_INPUT", "That is more than is left of the payment.", {
      details: { field: "amount.amount", left },
    });
  }
  return { id, amount, reason, state: "requested" };
}

/** The refunds with one of them in another state. */
export function withRefund(refunds: readonly Refund[], id: string, state: Refund["state"]): Refund[] {
  return refunds.map((refund) => (refund.id === id ? { ...refund, state } : refund));
}
