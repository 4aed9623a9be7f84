import {
  PaymentRefused,
  PaymentUnknown,
  type PaymentProvider,
  type ProviderPayment,
} from "../payment/provider.ts";
import type { Log } from "../ports.ts";
import { moveIfAllowed, type AdvanceDeps } from "./advance.ts";
import { cancelReasons } from "./answer.ts";
import type { Order } from "./order.ts";

export interface SettleDeps extends AdvanceDeps {
  readonly payments: PaymentProvider;
  readonly log: Log;
}

/** One key per order and attempt: however often and from wherever it is asked, the provider charges once. */
export function authorizationKey(order: Order): string {
  return `${order.id}:authorize:${order.payment.attempt}`;
}

/**
 * Asks the provider to hold the money and moves the order accordingly. Safe to repeat and to run twice at once: the
 * provider's key makes it one payment, the order's version makes it one move.
 *
 * @param resumed whether an earlier call may have reached the provider. That this one certainly did nothing then says
 * nothing about the money, and the sweeper is left to ask.
 * @returns the order as it stands afterwards, whoever moved it
 */
export async function authorize(
  deps: SettleDeps,
  order: Order,
  token: string,
  resumed = false,
): Promise<Order> {
  let payment: ProviderPayment;
  try {
    payment = await deps.payments.authorize({
      orderId: order.id,
      amount: order.totals.total,
      token,
      idempotencyKey: authorizationKey(order),
    });
  } catch (error) {
    if (error instanceof PaymentRefused && !resumed) return refused(deps, order, error);
    if (error instanceof PaymentUnknown || error instanceof PaymentRefused) {
      return moveIfAllowed(deps, order, "loseSight");
    }
    throw error;
  }
  return applyPayment(deps, order, payment);
}

function refused(deps: SettleDeps, order: Order, error: PaymentRefused): Promise<Order> {
  deps.log.warn("payment request refused", { orderId: order.id, reason: error.reason });
  switch (error.reason) {
    case "unreachable":
    case "rate_limited":
      return moveIfAllowed(deps, order, "abandon", {}, cancelReasons.unavailable);
    case "invalid_token":
      return moveIfAllowed(deps, order, "abandon", {}, cancelReasons.badToken);
    case "rejected":
      return moveIfAllowed(deps, order, "decline", { declineCode: "rejected" });
  }
}

/** Moves an order to what the provider says of its payment. The provider is the truth about money, the table about orders. */
export async function applyPayment(deps: SettleDeps, order: Order, payment: ProviderPayment): Promise<Order> {
  const { paymentId } = payment;
  switch (payment.state) {
    case "authorized":
    case "captured": {
      const settled = await moveIfAllowed(deps, order, "confirm", { paymentId });
      await returnStrayMoney(deps, settled, payment);
      return settled;
    }
    case "failed":
      return moveIfAllowed(deps, order, "decline", { paymentId, declineCode: payment.declineCode });
    case "requires_action":
      return moveIfAllowed(deps, order, "awaitAction", { paymentId, redirectUrl: payment.redirectUrl });
    case "processing":
      return moveIfAllowed(deps, order, "loseSight", { paymentId });
    case "voided":
    case "refunded":
      return moveIfAllowed(deps, order, "decline", { paymentId, declineCode: `payment_${payment.state}` });
  }
}

/**
 * The money arrived, but somebody had ended the order first:
 *
 *   checkout                     sweeper
 *   authorise … (slow)           expires_at passed, nothing at the provider → expire, units released
 *   authorised → confirm refused
 *   → the hold is let go here: an order that is not confirmed keeps no money
 */
async function returnStrayMoney(deps: SettleDeps, order: Order, payment: ProviderPayment): Promise<void> {
  if (endedUnpaid(order)) await letGo(deps, order, payment.paymentId);
}

/** Whether it ended without ever being confirmed, so that no money may stay with it. */
export function endedUnpaid({ status, confirmedAt }: Order): boolean {
  return confirmedAt === undefined && ["expired", "cancelled", "declined"].includes(status);
}

/**
 * Returns what the provider has for an order that ended unpaid, as well as it can be done now: a hold is let go, money
 * that was taken is refunded. A provider that does not answer is asked again: such an order stays due until its money is
 * known to be gone.
 */
export async function letGo(deps: SettleDeps, order: Order, paymentId: string): Promise<void> {
  const fields = { orderId: order.id, status: order.status };
  try {
    const { state } = await deps.payments.void(paymentId);
    if (state !== "captured") return deps.log.warn("stray hold let go", { ...fields, state });
    const refund = await deps.payments.refund({
      orderId: order.id,
      paymentId,
      amount: order.totals.total,
      idempotencyKey: `${order.id}:refund:stray`,
    });
    if (refund.state !== "failed") return deps.log.warn("stray payment refunded", fields);
    deps.log.error("stray payment not refunded", { ...fields, code: refund.code });
  } catch (error) {
    if (!(error instanceof PaymentUnknown || error instanceof PaymentRefused)) throw error;
    deps.log.error("stray hold not let go yet", { ...fields, error: error.name });
  }
}
