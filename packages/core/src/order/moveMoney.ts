import { advance, moveIfAllowed, type Intent } from "./advance.ts";
import { cancellationRefundId, moneyStep, type MoneyStep } from "./moneyStep.ts";
import type { Order, Refund } from "./order.ts";
import { newRefund, refundedMinor } from "./refund.ts";
import type { SettleDeps } from "./settle.ts";

/** Where an order's money stands after all that could be done for it. */
export interface MoneyMoved {
  readonly order: Order;
  /** Refunds, by id, that the provider has accepted and not made yet: a bank may take days. */
  readonly underWay: ReadonlySet<string>;
}

/**
 * Does with the provider what the order's state asks for, step by step: takes the held money, lets it go, or gives it
 * back. Repeating it changes nothing: the provider's own state and keys make each step happen once, the order's
 * version each entry.
 *
 *   capture                              cancellation
 *   reads confirmed, authorised
 *                                        → cancelled (units released)
 *   provider: captured                   provider: void → "captured already"
 *   → refused, the order is cancelled    → captureLate → refund of the whole → refunded
 */
export async function moveMoney(deps: SettleDeps, orderId: string): Promise<MoneyMoved | undefined> {
  const underWay = new Set<string>();
  let order = await deps.orders.get(orderId);
  // An order has as many steps before it as it has open refunds, and a few more.
  for (let rounds = 0; order && rounds < 100; rounds++) {
    const step = moneyStep(order, deps.policy, deps.clock.now(), underWay);
    if (!step) break;
    const after = await take(deps, order, step, underWay);
    if (after.version === order.version) {
      if (step.kind !== "refund") break;
      underWay.add(step.refund.id);
    }
    order = after;
  }
  return order && { order, underWay };
}

function take(
  deps: SettleDeps,
  order: Order,
  step: MoneyStep,
  underWay: ReadonlySet<string>,
): Promise<Order> {
  switch (step.kind) {
    case "capture":
      return capture(deps, order);
    case "void":
      return letHoldGo(deps, order);
    case "requestRefund":
      return advance(deps, order, (current) => {
        const next = moneyStep(current, deps.policy, deps.clock.now(), underWay);
        if (next?.kind !== "requestRefund") return undefined;
        const refund = newRefund(current, cancellationRefundId(current), current.reason ?? "order cancelled");
        return { name: "requestRefund", particulars: { refund } };
      });
    case "refund":
      return giveBack(deps, order, step.refund);
  }
}

async function capture(deps: SettleDeps, order: Order): Promise<Order> {
  const payment = await deps.payments.capture(paymentIdOf(order));
  switch (payment.state) {
    case "captured":
    case "refunded":
      return moveIfAllowed(deps, order, "capture");
    case "voided":
      // It lapsed, or was let go by hand; or this order was cancelled meanwhile, and then the move is refused.
      deps.log.error("hold lost before it was taken", { orderId: order.id });
      return moveIfAllowed(deps, order, "loseHold");
    default:
      throw new Error(`capture of ${order.id} left the payment ${payment.state}`);
  }
}

async function letHoldGo(deps: SettleDeps, order: Order): Promise<Order> {
  const payment = await deps.payments.void(paymentIdOf(order));
  switch (payment.state) {
    case "voided":
      return moveIfAllowed(deps, order, "void");
    case "captured":
    case "refunded":
      return moveIfAllowed(deps, order, "captureLate");
    default:
      throw new Error(`the hold of ${order.id} could not be let go: ${payment.state}`);
  }
}

async function giveBack(deps: SettleDeps, order: Order, refund: Refund): Promise<Order> {
  const answer = await deps.payments.refund({
    orderId: order.id,
    paymentId: paymentIdOf(order),
    amount: refund.amount,
    idempotencyKey: `${order.id}:refund:${refund.id}`,
  });
  if (answer.state === "pending") return order;
  if (answer.state === "failed") {
    deps.log.error("refund refused by the provider", { orderId: order.id, code: answer.code });
  }
  const made = { ...refund, state: answer.state };
  return advance(deps, order, (current) => refundOutcome(current, made));
}

/** The move for a refund's outcome; none when somebody else has entered it. */
function refundOutcome(order: Order, refund: Refund): Intent | undefined {
  const open = order.refunds.find(({ id }) => id === refund.id)?.state === "requested";
  if (!open) return undefined;
  const particulars = { refund };
  if (refund.state === "failed") return { name: "failRefund", particulars };
  const back = refundedMinor(order, "done") + refund.amount.amount;
  return { name: back === order.totals.total.amount ? "refundRest" : "refundPart", particulars };
}

function paymentIdOf({ id, payment }: Order): string {
  if (payment.paymentId === undefined) throw new Error(`confirmed order ${id} has no payment id`);
  return payment.paymentId;
}
