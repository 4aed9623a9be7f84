import { PaymentRefused, PaymentUnknown, type ProviderPayment } from "../payment/provider.ts";
import { isoTime } from "../ports.ts";
import { advance, type Intent } from "./advance.ts";
import { refusal } from "./lifecycle.ts";
import { moneyStep, moveMoney } from "./moveMoney.ts";
import type { Order } from "./order.ts";
import { applyPayment, endedUnpaid, letGo, type SettleDeps } from "./settle.ts";

/** How long until an order that could not be settled is looked at again. */
const postponeMs = 60_000;

export interface SweepReport {
  readonly looked: number;
  readonly settled: number;
  readonly postponed: number;
  readonly failed: number;
  /** Since the oldest of those was placed that could not be settled; 0 when there is none. */
  readonly oldestOpenMs: number;
}

/**
 * Settles what a crash or a silent provider left open, among the orders that are due: asks the provider, confirms,
 * declines, captures, or lets the reservation lapse. One order's failure does not keep the next one waiting.
 *
 * @param limit the most orders that one run takes on, so that it ends within its time
 */
export async function sweep(deps: SettleDeps, limit: number): Promise<SweepReport> {
  const ids = await deps.orders.due(isoTime(deps.clock.now()), limit);
  const report = { looked: ids.length, settled: 0, postponed: 0, failed: 0, oldestOpenMs: 0 };
  for (const id of ids) {
    const { outcome, open } = await attempt(deps, id);
    report[outcome]++;
    if (open) {
      report.oldestOpenMs = Math.max(report.oldestOpenMs, deps.clock.now() - Date.parse(open.placedAt));
    }
    // Behind the others, the failed ones too: orders that always fail must not keep their slice to themselves.
    if (outcome !== "settled") await deps.orders.postpone(id, isoTime(deps.clock.now() + postponeMs));
  }
  return report;
}

interface Attempt {
  readonly outcome: "settled" | "postponed" | "failed";
  readonly open?: Order | undefined;
}

async function attempt(deps: SettleDeps, orderId: string): Promise<Attempt> {
  try {
    const open = await settleOrder(deps, orderId);
    return { outcome: open ? "postponed" : "settled", open };
  } catch (error) {
    deps.log.error("order could not be swept", { orderId, error: error instanceof Error ? error.name : "?" });
    return { outcome: "failed", open: await deps.orders.get(orderId).catch(() => undefined) };
  }
}

/**
 * Does what can be done for an order now, by what the provider says of it: also on a hint that something has changed
 * there. Safe to call at any time, any number of times at once.
 *
 * @returns the order when it must be looked at again soon
 */
export async function settleOrder(deps: SettleDeps, orderId: string): Promise<Order | undefined> {
  const order = await deps.orders.get(orderId);
  if (!order) return undefined;
  return (await settle(deps, order)) ? undefined : order;
}

/** Answers whether the order need not be looked at again soon. */
async function settle(deps: SettleDeps, order: Order): Promise<boolean> {
  if (order.status === "pending") return settlePending(deps, order);
  if (endedUnpaid(order)) return settleEnded(deps, order);
  const after = (await moveMoney(deps, order.id)) ?? order;
  return moneyStep(after, deps.policy, deps.clock.now()) === undefined;
}

async function settlePending(deps: SettleDeps, order: Order): Promise<boolean> {
  const payment = await findPayment(deps, order);
  if (payment === "no answer") return false;
  const underWay = payment?.state === "requires_action" || payment?.state === "processing";
  if (payment && !underWay) return (await applyPayment(deps, order, payment)).version > order.version;
  if (deps.clock.now() < Date.parse(order.expiresAt)) return false;
  // Stock first, and under the order's version: had the money been let go first, the cardholder could have finished in
  // between and another sweeper confirmed the order, and it would stand there confirmed and unpaid.
  const after = await advance(deps, order, (current) => lapse(current, underWay, deps.clock.now(), payment));
  if (payment && after.status === "expired") await letGo(deps, after, payment.paymentId);
  return true;
}

/** What a reservation comes to whose time is up: a little more time, once, for a payment under way; else its end. */
function lapse(order: Order, underWay: boolean, now: number, payment?: ProviderPayment): Intent | undefined {
  if (now < Date.parse(order.expiresAt)) return undefined;
  const particulars = { paymentId: payment?.paymentId };
  if (underWay && refusal(order, "extend") === undefined) return { name: "extend", particulars };
  return refusal(order, "expire") === undefined ? { name: "expire", particulars } : undefined;
}

/** An order that ended unpaid is looked at until the provider says that it has nothing for it. */
async function settleEnded(deps: SettleDeps, order: Order): Promise<boolean> {
  const payment = await findPayment(deps, order);
  if (payment === "no answer") return false;
  if (payment && !hasNothing(payment)) {
    await letGo(deps, order, payment.paymentId);
    return false;
  }
  // Looked at before its time, on a hint: the provider's search may not show yet what a checkout is just paying.
  if (order.dueAt !== undefined && order.dueAt > isoTime(deps.clock.now())) return false;
  await deps.orders.finish(order);
  return true;
}

const hasNothing = ({ state }: ProviderPayment) =>
  state === "voided" || state === "failed" || state === "refunded";

async function findPayment(deps: SettleDeps, order: Order) {
  const { paymentId } = order.payment;
  try {
    return paymentId === undefined ? await deps.payments.find(order.id) : await deps.payments.get(paymentId);
  } catch (error) {
    if (error instanceof PaymentUnknown || error instanceof PaymentRefused) return "no answer" as const;
    throw error;
  }
}
