import { PaymentRefused, PaymentUnknown } from "../payment/provider.ts";
import { isoTime } from "../ports.ts";
import { captureOrder } from "./capture.ts";
import type { Order } from "./order.ts";
import { applyPayment, moveIfAllowed, type SettleDeps } from "./settle.ts";

/** How long until an order that could not be settled is looked at again. */
const postponeMs = 60_000;

export interface SweepReport {
  readonly looked: number;
  readonly settled: number;
  readonly postponed: number;
  readonly failed: number;
}

/**
 * Settles what a crash or a silent provider left open, among the orders that are due: asks the provider, confirms,
 * declines, captures, or lets the reservation lapse. One order's failure does not keep the next one waiting.
 *
 * @param limit the most orders that one run takes on, so that it ends within its time
 */
export async function sweep(deps: SettleDeps, limit: number): Promise<SweepReport> {
  const ids = await deps.orders.due(isoTime(deps.clock.now()), limit);
  const report = { looked: ids.length, settled: 0, postponed: 0, failed: 0 };
  for (const id of ids) {
    try {
      const order = await deps.orders.get(id);
      if (!order) continue;
      const after = await settle(deps, order);
      if (after.version > order.version) report.settled++;
      else if (await deps.orders.postpone(order, isoTime(deps.clock.now() + postponeMs))) report.postponed++;
    } catch (error) {
      report.failed++;
      deps.log.error("order could not be swept", { orderId: id, error: String(error) });
    }
  }
  return report;
}

async function settle(deps: SettleDeps, order: Order): Promise<Order> {
  if (order.status !== "pending") return (await captureOrder(deps, order.id)) ?? order;
  const payment = await findPayment(deps, order);
  if (payment === "no answer") return order;
  const expired = deps.clock.now() >= Date.parse(order.expiresAt);
  const open = payment?.state === "requires_action" || payment?.state === "processing";
  if (payment && !open) return applyPayment(deps, order, payment);
  if (!expired) return order;
  // Money first, stock second: once the hold is gone nothing can confirm this order any more.
  if (payment) await deps.payments.void(payment.paymentId, `${order.id}:void`);
  return moveIfAllowed(deps, order, "expire", { paymentId: payment?.paymentId });
}

async function findPayment(deps: SettleDeps, order: Order) {
  const { paymentId } = order.payment;
  try {
    return paymentId === undefined ? await deps.payments.find(order.id) : await deps.payments.get(paymentId);
  } catch (error) {
    if (error instanceof PaymentUnknown || error instanceof PaymentRefused) return "no answer" as const;
    throw error;
  }
}
