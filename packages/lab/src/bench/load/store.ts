import { dynamoClient } from "@doorbuster/adapters/aws/clients";
import { dynamoOrderStore } from "@doorbuster/adapters/dynamo/orderStore";
import { move } from "@doorbuster/core/order/move";
import type { Order } from "@doorbuster/core/order/order";
import { defaultPolicy as policy } from "@doorbuster/core/order/policy";
import { entryOf } from "@doorbuster/core/order/timeline";
import { orderIdOf } from "@doorbuster/core/ids";
import { isoTime } from "@doorbuster/core/ports";
import { physicalName } from "@doorbuster/local/services/resources";
import { price } from "../goods.ts";
import type { Answer, StoreTarget } from "./protocol.ts";

/**
 * The two transactions of an order and nothing else: put order, entry and stock decrement; put order and entry. They are
 * the shop's own, through the same client and with rows of the same shape, so that what is compared is the road around
 * them. No price is looked up, nobody pays, and nothing reads the stream.
 */
export function bareOrders({ env, skus, run }: StoreTarget): () => Promise<Answer> {
  Object.assign(process.env, env);
  const tables = { orders: physicalName("Orders"), stock: physicalName("Stock") };
  const store = dynamoOrderStore(dynamoClient(), tables);
  let placed = 0;
  return async () => {
    const index = placed++;
    const order = await anOrder(`${run}-${index}`, skus[index % skus.length] ?? "");
    const at = order.placedAt;
    const entry = entryOf(order, "order.placed", { at, actor: "customer", traceId: order.traceId });
    const reserved = await store.reserve(order, entry);
    if (reserved.kind !== "reserved") throw new Error(`a bare reservation was ${reserved.kind}`);
    const confirmed = move(order, "confirm", { now: Date.now(), policy, actor: "system" }, { paymentId });
    if (!(await store.commit(confirmed))) throw new Error("a bare confirmation was refused");
    return { kind: "confirmed" };
  };
}

const paymentId = "pi_000000000000000000000000";

async function anOrder(name: string, sku: string): Promise<Order> {
  const now = Date.now();
  const at = isoTime(now);
  const zero = { amount: 0, currency: price.currency };
  return {
    id: await orderIdOf("guest:bench", name),
    version: 1,
    status: "pending",
    ownerKey: `guest:guest-${name}@bench.example`,
    fingerprint: "0123456789abcdefghijklmnopqrstuv",
    lines: [{ sku, name: `Article ${sku}`, quantity: 1, unitPrice: price }],
    takes: [{ sku, shard: 0, quantity: 1 }],
    totals: { items: price, shipping: zero, tax: zero, total: price },
    payment: { state: "open", attempt: 1 },
    refunds: [],
    contact: { email: `guest-${name}@bench.example` },
    shippingAddress: {
      name: "A Guest",
      line1: "1 Bench Street",
      city: "Bench",
      postalCode: "0000",
      country: "GB",
    },
    traceId: "1-00000000-000000000000000000000000",
    placedAt: at,
    expiresAt: isoTime(now + 600_000),
    dueAt: isoTime(now + 60_000),
  };
}
