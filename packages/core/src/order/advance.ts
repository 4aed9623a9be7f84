import type { Clock } from "../ports.ts";
import { refusal, type MoveName } from "./lifecycle.ts";
import { move, type Particulars } from "./move.ts";
import type { Order } from "./order.ts";
import type { OrderPolicy } from "./policy.ts";
import type { OrderStore } from "./store.ts";

export interface AdvanceDeps {
  readonly orders: OrderStore;
  readonly clock: Clock;
  readonly policy: OrderPolicy;
}

/** A move that somebody wants made, with what it brings along. */
export interface Intent {
  readonly name: MoveName;
  readonly particulars?: Particulars;
  readonly reason?: string | undefined;
  /** Who wants it; the system itself unless told. */
  readonly actor?: string;
  readonly traceId?: string;
}

/** How long to leave a busy item alone. The caller's own time-out bounds how often. */
const busyMs = 50;

/**
 * Commits what `decide` wants of the order as it stands; loses to whoever committed first, and then decides again from
 * the new state. It ends, as every lost race means that the order has moved on, and no order moves for ever.
 *
 *   this                         a rival
 *   decide on version 3
 *                                commit version 4
 *   commit if version 3 → refused
 *   read version 4, decide again
 *
 * @param decide `undefined` when there is nothing to do; what it throws ends the attempt
 * @returns the order as it stands afterwards, whoever moved it
 */
export async function advance(
  deps: AdvanceDeps,
  order: Order,
  decide: (order: Order) => Intent | undefined,
): Promise<Order> {
  let current = order;
  for (let intent = decide(current); intent; intent = decide(current)) {
    const { name, particulars, reason, actor = "system", traceId } = intent;
    const context = {
      now: deps.clock.now(),
      policy: deps.policy,
      actor,
      ...(reason !== undefined && { reason }),
      ...(traceId !== undefined && { traceId }),
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

/** Commits one move, unless the lifecycle forbids it by now. */
export function moveIfAllowed(
  deps: AdvanceDeps,
  order: Order,
  name: MoveName,
  particulars: Particulars = {},
  reason?: string,
): Promise<Order> {
  return advance(deps, order, (current) =>
    refusal(current, name) === undefined ? { name, particulars, reason } : undefined,
  );
}
