import { AppError } from "../errors.ts";
import { advance, type AdvanceDeps, type Intent } from "./advance.ts";
import { refusal, type MoveName } from "./lifecycle.ts";
import type { Order, Refund, Shipment } from "./order.ts";
import { newRefund } from "./refund.ts";
import { sameMoney, type Money } from "../money/money.ts";

/** Who asks for something to be done with an order, in the words of the audit log. */
export interface Command {
  /** `customer`, or a member of staff by name. */
  readonly actor: string;
  readonly traceId: string;
  readonly reason?: string | undefined;
}

/** Why people are refused a move: the lifecycle's own reason, with where the order stands. */
function conflict(order: Order, move: MoveName): AppError {
  return new AppError("CONFLICT", sentences[order.status], {
    details: {
      orderId: order.id,
      status: order.status,
      paymentState: order.payment.state,
      reason: refusal(order, move),
    },
  });
}

const sentences: Readonly<Record<Order["status"], string>> = {
  pending: "This order is not paid yet.",
  confirmed: "This order is not that far yet: its payment must be taken and it must be shipped first.",
  declined: "This order's payment was declined, so there is nothing to do.",
  expired: "This order's reservation has run out, so there is nothing to do.",
  cancelled: "This order is cancelled.",
  shipped: "This order is already on its way.",
  delivered: "This order has been delivered.",
};

/** The move, or the reason why not. */
function demand(order: Order, intent: Intent): Intent {
  if (refusal(order, intent.name) !== undefined) throw conflict(order, intent.name);
  return intent;
}

/**
 * Calls an order off before it is shipped. Its units go back on sale at once; its money follows by itself: a hold is let
 * go, what was taken is refunded. Cancelling a cancelled order changes nothing.
 *
 * @throws AppError `CONFLICT` once it is shipped, or when it ended otherwise
 */
export function cancelOrder(deps: AdvanceDeps, order: Order, command: Command): Promise<Order> {
  return advance(deps, order, (current) => {
    if (current.status === "cancelled") return undefined;
    return demand(current, { name: current.status === "pending" ? "abandon" : "cancel", ...command });
  });
}

/**
 * Decides a refund, of the whole or a part; the money follows by itself. The same `id` is the same refund, however often
 * it is asked for.
 *
 * @throws AppError `CONFLICT` when nothing was taken or nothing is left; `INVALID_INPUT` for more than is left or another
 * currency; `IDEMPOTENCY_MISMATCH` when `id` stands for another amount
 */
export async function refundOrder(
  deps: AdvanceDeps,
  order: Order,
  { id, amount }: { readonly id: string; readonly amount: Money },
  command: Command & { readonly reason: string },
): Promise<{ readonly order: Order; readonly refund: Refund }> {
  const after = await advance(deps, order, (current) => {
    const known = current.refunds.find((refund) => refund.id === id);
    if (known) return same(known, amount, current);
    const isReturned = current.payment.state === "refunded"; // then `newRefund` has the better answer
    if (!isReturned && refusal(current, "requestRefund") !== undefined)
      throw conflict(current, "requestRefund");
    const refund = newRefund(current, id, command.reason, amount);
    return { name: "requestRefund", particulars: { refund }, ...command };
  });
  const refund = after.refunds.find((each) => each.id === id);
  if (!refund) throw new Error(`refund ${id} of ${order.id} vanished`);
  return { order: after, refund };
}

function same(known: Refund, amount: Money, order: Order): undefined {
  if (sameMoney(amount, known.amount)) return undefined;
  throw new AppError("IDEMPOTENCY_MISMATCH", "This key was used for a different refund. Use a new key.", {
    details: { orderId: order.id, refund: known },
  });
}

/**
 * The goods leave. When money is taken at confirmation, nothing leaves before it is; when it is taken at shipment, this is
 * what has it taken. Repeating it with the same shipment changes nothing.
 *
 * @throws AppError `CONFLICT` for an order that is not confirmed, not paid, or shipped under another number
 */
export function shipOrder(
  deps: AdvanceDeps,
  order: Order,
  shipment: Shipment,
  command: Command,
): Promise<Order> {
  return advance(deps, order, (current) => {
    const sent = current.shipment;
    if (sent?.carrier === shipment.carrier && sent.trackingNumber === shipment.trackingNumber)
      return undefined;
    if (current.payment.state === "authorized" && deps.policy.captureAt === "confirmation") {
      throw new AppError("CONFLICT", "The payment has not been taken yet. Please try again in a minute.", {
        details: { orderId: current.id, paymentState: current.payment.state, retryAfterSeconds: 60 },
      });
    }
    return demand(current, { name: "ship", particulars: { shipment }, ...command });
  });
}

/** The goods have arrived. @throws AppError `CONFLICT` for an order that is not on its way */
export function deliverOrder(deps: AdvanceDeps, order: Order, command: Command): Promise<Order> {
  return advance(deps, order, (current) =>
    current.status === "delivered" ? undefined : demand(current, { name: "deliver", ...command }),
  );
}
