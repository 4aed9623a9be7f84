import type { Clock } from "../ports.ts";
import { isoTime } from "../ports.ts";
import { customerKeyOf, type PreferenceStore } from "../notification/preferences.ts";
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

/**
 * What is known of a person, for them to have (GDPR, articles 15 and 20): orders, their history, and what they wished to be
 * told. Who of the staff did something is not theirs to know.
 */
export async function collectPerson(
  deps: {
    readonly orders: OrderStore;
    readonly preferences: Pick<PreferenceStore, "get">;
    readonly clock: Clock;
  },
  order: Order,
  scope: PersonScope,
) {
  const orders = await ordersOf(deps.orders, order, scope);
  return {
    collectedAt: isoTime(deps.clock.now()),
    orders: await Promise.all(
      orders.map(async (each) => {
        const { takes: _, fingerprint: __, dueAt: ___, version: ____, ...known } = each;
        const timeline = await deps.orders.timeline(each.id);
        return {
          ...known,
          wishes: await deps.preferences.get(customerKeyOf(each)),
          timeline: timeline.map(({ type, at, actor, reason, refund }) => ({
            type,
            at,
            by: actor === "customer" || actor === "system" ? actor : "staff",
            reason,
            refund,
          })),
        };
      }),
    ),
  };
}
