import {
  PaymentRefused,
  PaymentUnknown,
  type PaymentProvider,
  type ProviderPayment,
} from "../payment/provider.ts";
import type { Clock, Log } from "../ports.ts";
import { cancelReasons } from "./answer.ts";
import { refusal, type MoveName } from "./lifecycle.ts";
import { move, type MoveContext, type Particulars } from "./move.ts";
import type { Order } from "./order.ts";
import type { OrderStore } from "./store.ts";

export interface SettleDeps {
  readonly orders: OrderStore;
  readonly payments: PaymentProvider;
  readonly clock: Clock;
  readonly log: Log;
}

/** How long to leave a busy item alone. The caller's own time-out bounds how often. */
const busyMs = 50;

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
      return moveIfAllowed(deps, order, "cancel", {}, cancelReasons.unavailable);
    case "invalid_token":
      return moveIfAllowed(deps, order, "cancel", {}, cancelReasons.badToken);
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
      return moveIfAllowed(deps, order, "decline", { paymentId, declineCode: "payment_voided" });
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
  const ended = order.status === "expired" || order.status === "cancelled" || order.status === "declined";
  if (ended && payment.state === "authorized") await letGo(deps, order, payment.paymentId);
}

/**
 * Lets a hold go, as well as it can be done now. A provider that does not answer is asked again: an order that ended
 * without the provider's word stays due until its money is known to be gone.
 */
export async function letGo(deps: SettleDeps, order: Order, paymentId: string): Promise<void> {
  try {
    const { state } = await deps.payments.void(paymentId, `${order.id}:void`);
    deps.log.warn("stray hold let go", { orderId: order.id, status: order.status, state });
  } catch (error) {
    if (!(error instanceof PaymentUnknown || error instanceof PaymentRefused)) throw error;
    deps.log.error("stray hold not let go yet", {
      orderId: order.id,
      status: order.status,
      error: error.name,
    });
  }
}

/**
 * Commits a move unless the lifecycle forbids it by now; loses to whoever committed first, and then tries again from the
 * new state. It ends, as every lost race means that the order has moved on, and no order moves for ever.
 */
export async function moveIfAllowed(
  deps: Pick<SettleDeps, "orders" | "clock">,
  order: Order,
  name: MoveName,
  particulars: Particulars = {},
  reason?: string,
): Promise<Order> {
  let current = order;
  while (refusal(current, name) === undefined) {
    const context: MoveContext = {
      now: deps.clock.now(),
      actor: "system",
      ...(reason !== undefined && { reason }),
    };
    const transition = move(current, name, context, particulars);
    if (await deps.orders.commit(transition)) return transition.order;
    const fresh = await deps.orders.get(order.id);
    if (!fresh) throw new Error(`order ${order.id} vanished`);
    // Nobody moved: the table was busy with another transaction, and is best left alone for a moment.
    if (fresh.version === current.version) await deps.clock.sleep(busyMs);
    current = fresh;
  }
  return current;
}
