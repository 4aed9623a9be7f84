import { deliverOnce, type ClaimStore } from "../notification/deliver.ts";
import { endedUnpaid, type SettleDeps } from "./settle.ts";
import { settleOrder } from "./sweep.ts";
import type { Order } from "./order.ts";

export interface HintDeps extends SettleDeps {
  /** The inbox: what was acted upon, by the provider's event id. */
  readonly claims: ClaimStore;
}

/** What became of a hint. */
export type Heeded = "settled" | "known" | "nothing open" | "unknown order";

/**
 * The provider says that something happened to an order's payment. What it says is not believed: the order is read, then
 * the provider is asked, and the order moves by its own rules. So hints may come twice, late, in any order, or before the
 * checkout's own answer, and all of these end in the same state; one that never comes is made up for by the sweeper.
 *
 * @throws ClaimHeld while another delivery of the same event is at it
 */
export async function heedHint(deps: HintDeps, eventId: string, orderId: string): Promise<Heeded> {
  const order = await deps.orders.get(orderId);
  if (!order) return "unknown order";
  // Most hints tell of what our own call has settled already. They cost this one reading.
  if (!isOpen(order)) return "nothing open";
  const acted = await deliverOnce(deps, `webhook#${eventId}`, async () => {
    await settleOrder(deps, orderId);
  });
  return acted ? "settled" : "known";
}

function isOpen(order: Order): boolean {
  return order.status === "pending" || (endedUnpaid(order) && order.dueAt !== undefined);
}
