import { sameMoney } from "../money/money.ts";
import { PaymentRefused, PaymentUnknown, type ProviderPayment } from "../payment/provider.ts";
import { isoTime } from "../ports.ts";
import { advance, type Intent } from "./advance.ts";
import { refusal } from "./lifecycle.ts";
import { heldUntil, moneyStep } from "./moneyStep.ts";
import { moveMoney } from "./moveMoney.ts";
import type { Order } from "./order.ts";
import { applyPayment, endedUnpaid, letGo, type SettleDeps } from "./settle.ts";

/**
 * When an order that could not be settled is due again, counted from the beginning of the run: before the next run, a
 * minute later, which would else pass it over and report that nothing is open.
 */
const postponeMs = 30_000;
/** A silent provider keeps each look waiting for seconds: the others must not wait behind it. */
const atOnce = 16;

export interface SweepReport {
  /** Orders that were due, as many as one run takes on. */
  readonly due: number;
  readonly settled: number;
  readonly postponed: number;
  readonly failed: number;
  /** Due and not looked at, as the time was up or there were more than one run takes on; counted up to that many. */
  readonly unreached: number;
  /** How long the longest-standing of those that should have been settled by now has been open; 0 when there is none. */
  readonly oldestOpenMs: number;
}

export interface SweepLimits {
  /** The most orders that one run takes on. */
  readonly orders: number;
  /** After this, no further order is begun. */
  readonly runMs: number;
}

/**
 * Settles what a crash or a silent provider left open, among the orders that are due, the longest overdue first: asks the
 * provider, confirms, declines, captures, or lets the reservation lapse. One order's failure does not keep the next one
 * waiting.
 */
export async function sweep(deps: SettleDeps, limits: SweepLimits): Promise<SweepReport> {
  const started = deps.clock.now();
  const ids = await deps.orders.due(isoTime(started), limits.orders);
  const report = { due: ids.length, settled: 0, postponed: 0, failed: 0, unreached: 0, oldestOpenMs: 0 };
  const age = (open: Unsettled) => {
    report.oldestOpenMs = Math.max(report.oldestOpenMs, openForMs(open, deps.clock.now()));
  };
  const waiting = ids.values();
  const reached = new Set<string>();
  const worker = async () => {
    // All workers draw from one list, so each order is looked at by one of them.
    while (deps.clock.now() < started + limits.runMs) {
      const { value: id } = waiting.next();
      if (id === undefined) return;
      reached.add(id);
      const { outcome, open } = await attempt(deps, id, started + postponeMs);
      report[outcome]++;
      if (open) age(open);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));

  const left = (await deps.orders.due(isoTime(started), limits.orders)).filter((id) => !reached.has(id));
  report.unreached = left.length;
  const oldest = left[0] === undefined ? undefined : await deps.orders.get(left[0]);
  if (oldest) age({ order: oldest, atTheBank: false });
  return report;
}

/** What waits for a bank is no backlog, be it the customer or a refund. What is paid for is open since its last move. */
function openForMs({ order, atTheBank }: Unsettled, now: number): number {
  if (atTheBank) return 0;
  if (order.status !== "pending") return now - Date.parse(order.movedAt ?? order.placedAt);
  return now < Date.parse(order.expiresAt) ? 0 : now - Date.parse(order.placedAt);
}

interface Attempt {
  readonly outcome: "settled" | "postponed" | "failed";
  readonly open?: Unsettled | undefined;
}

async function attempt(deps: SettleDeps, orderId: string, dueMs: number): Promise<Attempt> {
  const postpone = () => deps.orders.postpone(orderId, isoTime(dueMs));
  let open: Unsettled | undefined;
  try {
    const order = await deps.orders.get(orderId);
    if (!order) return { outcome: "settled" };
    open = { order, atTheBank: false };
    open = await settleOrder(deps, order);
    if (!open) return { outcome: "settled" };
    await postpone();
    return { outcome: "postponed", open };
  } catch (error) {
    // Behind the others, the failed ones too: orders that always fail must not keep their slice to themselves.
    await postpone().catch(() => undefined);
    if (isNoAnswer(error)) return { outcome: "postponed", open };
    deps.log.error("order could not be swept", { orderId, error: error instanceof Error ? error.name : "?" });
    return { outcome: "failed", open };
  }
}

/** The provider is silent, or cannot be asked at the moment. What it refuses outright is no such thing. */
function isNoAnswer(error: unknown): boolean {
  if (error instanceof PaymentRefused)
    return error.reason === "unreachable" || error.reason === "rate_limited";
  return error instanceof PaymentUnknown;
}

/** An order that must be looked at again soon. */
export interface Unsettled {
  readonly order: Order;
  /** All that is left is a refund which the provider is making: the bank may take days over it. */
  readonly atTheBank: boolean;
}

/**
 * Does what can be done for an order now, by what the provider says of it: also on a hint that something has changed
 * there. Safe to call at any time, any number of times at once.
 *
 * @param hintedPaymentId the provider's id of its payment, where somebody knows it who is to be believed that far: the
 * provider's search may not show the payment yet
 * @returns the order when it must be looked at again soon
 */
export async function settleOrder(
  deps: SettleDeps,
  order: Order,
  hintedPaymentId?: string,
): Promise<Unsettled | undefined> {
  const open = { order, atTheBank: false };
  if (order.status === "pending")
    return (await settlePending(deps, order, hintedPaymentId)) ? undefined : open;
  if (endedUnpaid(order)) return (await settleEnded(deps, order, hintedPaymentId)) ? undefined : open;
  return settleMoney(deps, order);
}

async function settleMoney(deps: SettleDeps, order: Order): Promise<Unsettled | undefined> {
  const moved = await moveMoney(deps, order.id);
  if (!moved) throw new Error(`order ${order.id} vanished`);
  const { order: after, underWay } = moved;
  const now = deps.clock.now();
  if (moneyStep(after, deps.policy, now)) {
    return { order: after, atTheBank: moneyStep(after, deps.policy, now, underWay) === undefined };
  }
  await rest(deps, after);
  return undefined;
}

/** Nothing is to be done with its money, and yet it may be due: a refund failed for good, or the policy changed. */
async function rest(deps: SettleDeps, order: Order): Promise<void> {
  if (order.dueAt === undefined || order.dueAt > isoTime(deps.clock.now())) return;
  if (order.payment.state !== "authorized") return deps.orders.finish(order);
  await deps.orders.postpone(order.id, isoTime(heldUntil(order)));
}

async function settlePending(deps: SettleDeps, order: Order, hinted?: string): Promise<boolean> {
  const payment = await findPayment(deps, order, hinted);
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
async function settleEnded(deps: SettleDeps, order: Order, hinted?: string): Promise<boolean> {
  const payment = await findPayment(deps, order, hinted);
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

/** What the provider says of an order's payment: under the id that the order has, the one that was hinted at, or by its search. */
async function findPayment({ payments, log }: SettleDeps, order: Order, hinted: string | undefined) {
  try {
    if (order.payment.paymentId !== undefined) return await payments.get(order.payment.paymentId);
    const payment = hinted === undefined ? undefined : await payments.get(hinted);
    if (payment && isOf(order, payment)) return payment;
    if (payment) log.error("hint at another order's payment", { orderId: order.id });
    return await payments.find(order.id);
  } catch (error) {
    if (error instanceof PaymentUnknown || error instanceof PaymentRefused) return "no answer" as const;
    throw error;
  }
}

/** Whoever knows the webhook's secret may name any payment: with somebody else's money no order is paid. */
function isOf({ id, totals }: Order, { orderId, amount }: ProviderPayment): boolean {
  return orderId === id && sameMoney(amount, totals.total);
}
