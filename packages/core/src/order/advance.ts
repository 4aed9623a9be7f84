import { backOff, contended, maxRounds, type ContentionDeps } from "../stock/contention.ts";
import { refusal, type MoveName } from "./lifecycle.ts";
import { move, type Particulars } from "./move.ts";
import type { Order } from "./order.ts";
import type { OrderPolicy } from "./policy.ts";
import type { OrderStore } from "./store.ts";

export interface AdvanceDeps extends ContentionDeps {
  readonly orders: OrderStore;
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

/**
 * Commits what `decide` wants of the order as it stands; loses to whoever committed first, and then decides again from
 * the new state. It ends: a lost race means that the order has moved on, and no order moves for ever; and a row that is merely
 * busy is tried a bounded number of times.
 *
 *   this                         a rival
 *   decide on version 3
 *                                commit version 4
 *   commit if version 3 → refused
 *   read version 4, decide again
 *
 * @throws AppError `RATE_LIMITED` when the row, or a shard that units go back to, stays busy
 * @param decide `undefined` when there is nothing to do; what it throws ends the attempt
 * @returns the order as it stands afterwards, whoever moved it
 */
export async function advance(
  deps: AdvanceDeps,
  order: Order,
  decide: (order: Order) => Intent | undefined,
): Promise<Order> {
  let current = order;
  let busy = 0;
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
    if (fresh.version === current.version) {
      if (++busy === maxRounds) throw contended(`order ${order.id} stayed busy for ${maxRounds} rounds`);
      await backOff(deps, busy);
    }
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
