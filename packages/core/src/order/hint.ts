import { deliverOnce, type DeliverDeps } from "../notification/deliver.ts";
import { endedUnpaid, type SettleDeps } from "./settle.ts";
import { settleOrder, type Unsettled } from "./sweep.ts";
import type { Order } from "./order.ts";

/** `claims` are the inbox: what was acted upon, by the provider's event id. */
export interface HintDeps extends SettleDeps, DeliverDeps {}

/** What the provider's webhook says, of which only the ids are used. */
export interface Hint {
  readonly eventId: string;
  readonly orderId: string;
  readonly paymentId: string;
}

/** What became of a hint. */
export type Heeded = "settled" | "known" | "still open" | "nothing open" | "unknown order";

/**
 * The provider says that something happened to an order's payment. What it says is not believed: the order is read, then
 * the provider is asked about that payment, and the order moves by its own rules. So hints may come twice, late, in any
 * order, or before the checkout's own answer, and all of these end in the same state; one that never comes is made up for
 * by the sweeper.
 *
 * @throws ClaimHeld while another delivery of the same event is at it
 */
export async function heedHint(deps: HintDeps, { eventId, orderId, paymentId }: Hint): Promise<Heeded> {
  const order = await deps.orders.get(orderId);
  if (!order) return "unknown order";
  // Most hints tell of what our own call has settled already. They cost this one reading.
  if (!mayMatter(order)) return "nothing open";
  let open: Unsettled | undefined;
  const acted = await deliverOnce(deps, `webhook#${eventId}`, async () => {
    open = await settleOrder(deps, order, paymentId);
    // Nobody else will look at it again: the provider must, by sending this once more.
    if (open && order.dueAt === undefined) throw new Error(`${orderId} ended and still has money`);
  });
  if (acted === "sent before") return "known";
  return open ? "still open" : "settled";
}

/** Undecided, or ended without the provider's word: money that comes late, however late, must find its way back. */
function mayMatter(order: Order): boolean {
  return order.status === "pending" || endedUnpaid(order);
}
