import { setTimeout as delay } from "node:timers/promises";
import { dynamoOrderStore } from "@doorbuster/adapters/dynamo/orderStore";
import { isoTime } from "@doorbuster/core/ports";
import type { Clients } from "@doorbuster/local/services/clients";
import { physicalName } from "@doorbuster/local/services/resources";
import type { RunningShop } from "@doorbuster/local/shop/index";
import type { Disagreement } from "../reconcile/compare.ts";
import { isOpen } from "../reconcile/figures.ts";
import { readOrders } from "../reconcile/places/orders.ts";

/** How long orders, and then the pipeline, may take to come to rest. A claim that died with its function holds for a minute. */
const restMsMax = 240_000;
const betweenSweepsMs = 1_000;

/**
 * Waits until no order is open and nothing moves any more. Time is shortened in one way only: an order that the sweeper
 * would look at within a minute is due at once.
 *
 * @param nudge called before each sweep
 * @returns what did not come to rest
 */
export async function comeToRest(
  shop: RunningShop,
  clients: Clients,
  { nudge, onProgress }: { nudge: () => Promise<void>; onProgress: (line: string) => void },
): Promise<Disagreement[]> {
  const tables = { orders: physicalName("Orders"), stock: physicalName("Stock") };
  const store = dynamoOrderStore(clients.dynamodb, tables);
  const deadline = Date.now() + restMsMax;
  for (;;) {
    const orders = await readOrders(clients.dynamodb, tables.orders);
    const open = orders.filter((order) => isOpen(order) || order.dueAt !== undefined);
    if (open.length === 0) break;
    onProgress(`${open.length} orders open`);
    if (Date.now() > deadline)
      return [{ what: `${open.length} × never settled`, which: open.map(({ id }) => id) }];
    await nudge();
    const now = isoTime(Date.now());
    for (const { id, dueAt } of open) if (dueAt !== undefined && dueAt > now) await store.postpone(id, now);
    await shop.trigger("sweep");
    await delay(betweenSweepsMs);
  }
  onProgress("every order settled; waiting for what follows from them");
  try {
    await shop.quiet({ timeoutMs: restMsMax });
    return [];
  } catch (error) {
    return [{ what: error instanceof Error ? error.message : String(error), which: [] }];
  }
}
