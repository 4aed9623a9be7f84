import { setTimeout as delay } from "node:timers/promises";
import { ConditionalCheckFailedException, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { toItem } from "@doorbuster/adapters/dynamo/items";
import { orderKey } from "@doorbuster/adapters/dynamo/orderRows";
import type { Order } from "@doorbuster/core/order/order";
import { isoTime } from "@doorbuster/core/ports";
import type { Clients } from "@doorbuster/local/services/clients";
import { physicalName } from "@doorbuster/local/services/resources";
import type { RunningShop } from "@doorbuster/local/shop/index";
import type { Disagreement } from "../reconcile/compare.ts";
import { isOpen } from "../reconcile/figures.ts";
import { readOrders } from "../reconcile/places/orders.ts";
import { Tally } from "./tally.ts";

/** How long orders, and then the pipeline, may take to come to rest. */
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
  const table = physicalName("Orders");
  const deadline = Date.now() + restMsMax;
  for (;;) {
    const orders = await readOrders(clients.dynamodb, table);
    const open = orders.filter((order) => isOpen(order) || order.dueAt !== undefined);
    if (open.length === 0) break;
    onProgress(`${open.length} orders open: ${standing(open)}`);
    if (Date.now() > deadline)
      return [{ what: `${open.length} × never settled`, which: open.map(({ id }) => id) }];
    await nudge();
    await Promise.all(open.map((order) => makeDue(clients.dynamodb, table, order)));
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

/** As if its time had come. Nothing in the shop moves an order forward, so this goes to the table itself. */
async function makeDue(client: Clients["dynamodb"], table: string, { id, dueAt }: Order): Promise<void> {
  const now = isoTime(Date.now());
  if (dueAt === undefined || dueAt <= now) return;
  const update = new UpdateItemCommand({
    TableName: table,
    Key: toItem(orderKey(id)),
    UpdateExpression: "SET dueAt = :now",
    ConditionExpression: "dueAt = :due",
    ExpressionAttributeValues: toItem({ ":now": now, ":due": dueAt }),
  });
  await client.send(update).catch((error: unknown) => {
    if (!(error instanceof ConditionalCheckFailedException)) throw error; // it has just been moved
  });
}

/** How they stand, by status and state of the payment. */
function standing(orders: readonly Order[]): string {
  const tally = new Tally();
  for (const { status, payment } of orders) tally.add(`${status}, ${payment.state}`);
  return Object.entries(tally.counts)
    .map(([state, count]) => `${count} ${state}`)
    .join("; ");
}
