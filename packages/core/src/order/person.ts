import { AppError } from "../errors.ts";
import { isoTime } from "../ports.ts";
import { customerKeyOf, type PreferenceStore } from "../notification/preferences.ts";
import { advance, type AdvanceDeps } from "./advance.ts";
import type { Command } from "./command.ts";
import type { Order } from "./order.ts";
import type { OrderStore } from "./store.ts";

/** One order, or all of whoever it belongs to. */
export type PersonScope = "order" | "customer";

const pageSize = 50;

/** The order, or all orders of its owner: of an account, or of a guest's e-mail address. */
export async function ordersOf(store: OrderStore, order: Order, scope: PersonScope): Promise<Order[]> {
  if (scope === "order" || order.erasedAt !== undefined) return [order];
  const found: Order[] = [];
  let cursor: string | undefined;
  do {
    const page = await store.byOwner(order.ownerKey, { limit: pageSize, cursor });
    found.push(...page.orders);
    cursor = page.cursor;
  } while (cursor !== undefined);
  // The index may not show yet what was placed a moment ago.
  return found.some(({ id }) => id === order.id) ? found : [order, ...found];
}

export interface CollectDeps extends AdvanceDeps {
  readonly preferences: Pick<PreferenceStore, "get">;
}

/**
 * What is known of a person, for them to have (GDPR, articles 15 and 20): orders, their history, and what they wished to be
 * told. Who of the staff did something is not theirs to know. That it was handed out, by whom and of how much, is written
 * into the order's history first: nothing leaves of which nobody knows.
 *
 * @throws AppError `CONFLICT` for an order whose data were erased
 */
export async function collectPerson(deps: CollectDeps, order: Order, scope: PersonScope, command: Command) {
  const reason = scope === "order" ? "of this order" : "of all orders of the customer";
  const disclosed = await advance(deps, order, (current) => {
    refuseErased(current);
    return { name: "disclose", ...command, reason };
  });
  const orders = await ordersOf(deps.orders, disclosed, scope);
  return {
    collectedAt: isoTime(deps.clock.now()),
    orders: await Promise.all(orders.map((each) => knownOf(deps, each))),
  };
}

function refuseErased({ id, erasedAt }: Order): void {
  if (erasedAt === undefined) return;
  throw new AppError("CONFLICT", "This order's personal data were erased.", { details: { orderId: id } });
}

async function knownOf({ orders, preferences }: CollectDeps, order: Order) {
  const { takes: _, fingerprint: __, dueAt: ___, version: ____, ...known } = order;
  const timeline = await orders.timeline(order.id);
  return {
    ...known,
    wishes: await preferences.get(customerKeyOf(order)),
    timeline: timeline.map(({ type, at, actor, reason, refund }) => ({
      type,
      at,
      by: actor === "customer" || actor === "system" ? actor : "staff",
      reason,
      refund,
    })),
  };
}
