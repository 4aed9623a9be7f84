import { randomUUID } from "node:crypto";

import { systemClock } from "@doorbuster/adapters/system";
import { orderIdOf } from "@doorbuster/core/ids";
import { isoTime } from "@doorbuster/core/ports";
import { move } from "@doorbuster/core/order/move";
import type { Order } from "@doorbuster/core/order/order";
import { defaultPolicy as policy } from "@doorbuster/core/order/policy";
import { authorizationKey } from "@doorbuster/core/order/settle";
import { entryOf, type TimelineEntry } from "@doorbuster/core/order/timeline";
import { restock } from "@doorbuster/core/stock/adjust";
import { anOrder } from "@doorbuster/core/testing/orders";
import { aProduct } from "@doorbuster/core/testing/products";

import { collection, type Scene } from "./scene.ts";

/** Puts a product of 10.00 GBP on sale, in one shard. */
export async function putOnSale({ catalog, stock }: Scene, sku: string, quantity: number): Promise<void> {
  await catalog.put(aProduct({ sku, collection }));
  const record = {
    reason: "for a test",
    actor: "test",
    at: isoTime(Date.now()),
    idempotencyKey: randomUUID(),
  };
  await restock({ stock, clock: systemClock, random: Math.random }, { sku, quantity, ...record }, 1);
}

export interface Step {
  readonly order: Order;
  readonly entry: TimelineEntry;
}

/** An order of one unit as it stands right after its reservation, two minutes ago. */
export async function reserved(scene: Scene, changes: Partial<Order> = {}): Promise<Step> {
  const sku = `SKU-${randomUUID().slice(0, 8).toUpperCase()}`;
  await putOnSale(scene, sku, 1);
  const gbp = (amount: number) => ({ amount, currency: "GBP" });
  const order = anOrder({
    id: await orderIdOf("cold", randomUUID()),
    lines: [{ sku, name: "Lamp", quantity: 1, unitPrice: gbp(1_000) }],
    takes: [{ sku, shard: 0, quantity: 1 }],
    totals: { items: gbp(1_000), tax: gbp(0), shipping: gbp(0), total: gbp(1_000) },
    placedAt: isoTime(Date.now() - 120_000),
    expiresAt: isoTime(Date.now() + 480_000),
    dueAt: isoTime(Date.now() - 60_000),
    ...changes,
  });
  const said = { at: order.placedAt, actor: "customer", traceId: order.traceId };
  const entry = entryOf(order, "order.placed", said);
  await scene.orders.reserve(order, entry);
  return { order, entry };
}

/** Holds its money at the provider, which the order does not know of yet. @returns the provider's id of it */
export async function heldMoney({ payments }: Scene, order: Order): Promise<string> {
  const { paymentId } = await payments.authorize({
    orderId: order.id,
    amount: order.totals.total,
    token: "pm_card_visa",
    idempotencyKey: authorizationKey(order),
  });
  return paymentId;
}

/** An order that was confirmed, its money held. */
export async function confirmed(scene: Scene): Promise<Step> {
  const { order } = await reserved(scene);
  const paymentId = await heldMoney(scene, order);
  const step = move(order, "confirm", { now: Date.now(), actor: "system", policy }, { paymentId });
  await scene.orders.commit(step);
  return step;
}

export const unitsOf = async ({ stock }: Scene, sku: string) => (await stock.read([{ sku, shards: 1 }]))[0];
