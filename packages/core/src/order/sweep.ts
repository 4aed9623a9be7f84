import { PaymentRefused, PaymentUnknown } from "../payment/provider.ts";
import { isoTime } from "../ports.ts";
import { captureOrder } from "./capture.ts";
import type { Order } from "./order.ts";
import { applyPayment, letGo, moveIfAllowed, type SettleDeps } from "./settle.ts";

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
    const outcome = await attempt(deps, id);
    report[outcome]++;
    // Behind the others, the failed ones too: orders that always fail must not keep their slice to themselves.
    if (outcome !== "settled") await deps.orders.postpone(id, isoTime(deps.clock.now() + postponeMs));
  }
  return report;
}

async function attempt(deps: SettleDeps, orderId: string): Promise<"settled" | "postponed" | "failed"> {
  try {
    const order = await deps.orders.get(orderId);
    return !order || (await settle(deps, order)) ? "settled" : "postponed";
  } catch (error) {
    deps.log.error("order could not be swept", { orderId, error: error instanceof Error ? error.name : "?" });
    return "failed";
  }
}

/** Does what can be done for an order now. Answers whether it need not be looked at again soon. */
async function settle(deps: SettleDeps, order: Order): Promise<boolean> {
  switch (order.status) {
    case "pending":
      return settlePending(deps, order);
    case "expired":
    case "cancelled":
      return settleEnded(deps, order);
    default:
      return (await captureOrder(deps, order.id))?.payment.state !== "authorized";
  }
}

async function settlePending(deps: SettleDeps, order: Order): Promise<boolean> {
  const payment = await findPayment(deps, order);
  if (payment === "no answer") return false;
  const waiting = payment?.state === "requires_action" || payment?.state === "processing";
  if (payment && !waiting) return (await applyPayment(deps, order, payment)).version > order.version;
  if (deps.clock.now() < Date.parse(order.expiresAt)) return false;
  // Stock first, and under the order's version: had the money been let go first, the cardholder could have finished in
  // between and another sweeper confirmed the order, and it would stand there confirmed and unpaid.
  const after = await moveIfAllowed(deps, order, "expire", { paymentId: payment?.paymentId });
  if (payment && after.status === "expired") await letGo(deps, after, payment.paymentId);
  return true;
}

/** An order that ended unpaid is looked at until the provider says that it holds nothing for it. */
async function settleEnded(deps: SettleDeps, order: Order): Promise<boolean> {
  const payment = await findPayment(deps, order);
  if (payment === "no answer") return false;
  if (payment && payment.state !== "voided" && payment.state !== "failed") {
    await letGo(deps, order, payment.paymentId);
    return false;
  }
  await deps.orders.finish(order);
  return true;
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
