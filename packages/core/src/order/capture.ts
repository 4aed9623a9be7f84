import type { Order } from "./order.ts";
import { moveIfAllowed, type SettleDeps } from "./settle.ts";
import { refusal } from "./lifecycle.ts";

/**
 * Takes the money of a confirmed order. Repeating it changes nothing: the provider's key makes it one capture, the
 * order's state makes it one entry.
 */
export async function captureOrder(deps: SettleDeps, orderId: string): Promise<Order | undefined> {
  const order = await deps.orders.get(orderId);
  if (!order || refusal(order, "capture") !== undefined) return order;
  const { paymentId } = order.payment;
  if (paymentId === undefined) throw new Error(`confirmed order ${orderId} has no payment id`);
  const payment = await deps.payments.capture(paymentId, `${order.id}:capture`);
  if (payment.state !== "captured")
    throw new Error(`capture of ${orderId} left the payment ${payment.state}`);
  return moveIfAllowed(deps, order, "capture");
}
