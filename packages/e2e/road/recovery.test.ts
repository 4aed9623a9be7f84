import { readFile } from "node:fs/promises";
import { expect } from "vitest";
import { stripePaymentProvider } from "@doorbuster/adapters/payment/stripe";
import { systemClock } from "@doorbuster/adapters/system";
import { orderIdOf } from "@doorbuster/core/ids";
import { move } from "@doorbuster/core/order/move";
import type { Order } from "@doorbuster/core/order/order";
import { defaultPolicy as policy } from "@doorbuster/core/order/policy";
import { newRefund } from "@doorbuster/core/order/refund";
import { authorizationKey, authorize, type SettleDeps } from "@doorbuster/core/order/settle";
import { sweep as sweepOrders } from "@doorbuster/core/order/sweep";
import { entryOf } from "@doorbuster/core/order/timeline";
import { anOrder } from "@doorbuster/core/testing/orders";
import { readMessages } from "@doorbuster/lab/reconcile/places/inbox";
import { readLedger } from "@doorbuster/lab/reconcile/places/ledger";
import { accountedFor } from "./accounts.ts";
import { eventually, paymentBecomes, putOnSale, test, type RoadShop } from "./kit.ts";

let shop: RoadShop;
let deps: SettleDeps;

test.beforeAll(async ({ shop: shared }) => {
  shop = shared;
  await putOnSale(shop, "LEFT", 100, { stockShards: 1 });
  const { paymentSecretKey } = JSON.parse(await readFile(shop.secretsFile, "utf8")) as {
    paymentSecretKey: string;
  };
  const payments = stripePaymentProvider({
    secretKey: async () => paymentSecretKey,
    baseUrl: shop.urls.sandbox,
    stage: "local",
    returnUrl: () => shop.urls.api,
  });
  const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
  deps = {
    orders: shop.stores.orders,
    payments,
    clock: systemClock,
    random: Math.random,
    policy,
    log: silent,
  };
});

const at = (msFromNow: number) => new Date(Date.now() + msFromNow).toISOString();
const available = async () => (await shop.stores.stock.read([{ sku: "LEFT", shards: 1 }]))[0]?.available;
const sweep = async () => void (await shop.functions.get("sweep")?.invoke({}));

/** The sweeper as it will find things in a while. */
const sweepLater = (from: SettleDeps, ms: number) =>
  sweepOrders(
    { ...from, clock: { ...systemClock, now: () => Date.now() + ms } },
    { orders: 100, runMs: 30_000 },
  );

let count = 0;
/** An order as a function leaves it that dies right after reserving. */
async function orphan(changes: Partial<Order> = {}): Promise<Order> {
  const gbp = (amount: number) => ({ amount, currency: "GBP" });
  const order = anOrder({
    id: await orderIdOf("recovery", String(count++)),
    lines: [{ sku: "LEFT", name: "Left", quantity: 1, unitPrice: gbp(1_000) }],
    takes: [{ sku: "LEFT", shard: 0, quantity: 1 }],
    totals: { items: gbp(1_000), tax: gbp(0), shipping: gbp(0), total: gbp(1_000) },
    placedAt: at(-120_000),
    expiresAt: at(480_000),
    dueAt: at(-60_000),
    ...changes,
  });
  const entry = entryOf(order, "order.placed", {
    at: order.placedAt,
    actor: "customer",
    traceId: order.traceId,
  });
  expect(await shop.stores.orders.reserve(order, entry)).toEqual({ kind: "reserved" });
  return order;
}

const pay = (order: Order, token = "pm_card_visa") =>
  deps.payments.authorize({
    orderId: order.id,
    amount: order.totals.total,
    token,
    idempotencyKey: authorizationKey(order),
  });

test("a crash after the money was held: the sweeper finds it and confirms the order", async () => {
  const order = await orphan();
  const payment = await pay(order);
  await sweep();
  const settled = await shop.stores.orders.get(order.id);
  expect(settled).toMatchObject({ status: "confirmed", payment: { paymentId: payment.paymentId } });
  await accountedFor(shop);
});

test("a crash before the money was held: the order waits for its time, then lapses and gives its units back", async () => {
  const before = await available();
  const waiting = await orphan();
  const lapsed = await orphan({ expiresAt: at(-1) });
  await sweep();
  expect((await shop.stores.orders.get(waiting.id))?.status).toBe("pending");
  expect((await shop.stores.orders.get(lapsed.id))?.status).toBe("expired");
  expect(await available()).toBe((before ?? 0) - 1);
  await shop.stores.orders.commit(move(waiting, "abandon", { now: Date.now(), actor: "system", policy }));
  await accountedFor(shop);
});

test("a card that was declined before the crash: the order is declined", async () => {
  const order = await orphan();
  const key = authorizationKey(order);
  const request = { orderId: order.id, amount: order.totals.total, idempotencyKey: key };
  await deps.payments.authorize({ ...request, token: "pm_card_visa_chargeDeclined" });
  await sweep();
  expect(await shop.stores.orders.get(order.id)).toMatchObject({ status: "declined", takes: [] });
});

test("money that arrives for an order that has lapsed meanwhile is let go by itself", async () => {
  const order = await orphan();
  await shop.stores.orders.commit(move(order, "expire", { now: Date.now(), actor: "system", policy }));
  const after = await authorize(deps, order, "pm_card_visa");
  expect(after.status).toBe("expired");
  expect(await deps.payments.find(order.id)).toMatchObject({ state: "voided" });
  await accountedFor(shop);
});

test("an order that was given up, and is announced late, is closed by that: nobody need look at it again", async () => {
  const order = await orphan();
  await shop.stores.orders.commit(
    move(order, "abandon", { now: Date.now() - 600_000, actor: "customer", policy }),
  );
  await eventually("the order to be due no more", async () => {
    const given = await shop.stores.orders.get(order.id);
    return given?.status === "cancelled" && given.dueAt === undefined;
  });
  await accountedFor(shop);
});

test("a hold that nobody let go is found by the sweeper, which then rests", async () => {
  const order = await orphan();
  // Ended ten minutes ago; then the answer of a checkout arrived at a function that died.
  await shop.stores.orders.commit(
    move(order, "expire", { now: Date.now() - 600_000, actor: "system", policy }),
  );
  await pay(order);
  await sweep();
  expect(await deps.payments.find(order.id)).toMatchObject({ state: "voided" });
  await sweepLater(deps, 2 * 60_000);
  expect((await shop.stores.orders.get(order.id))?.dueAt).toBeUndefined();
  await accountedFor(shop);
});

test("a capture that was missed is made up for", async () => {
  const order = await orphan();
  const payment = await pay(order);
  // Confirmed long ago, and the message that asks for the capture got lost.
  const longAgo = Date.now() - 3_600_000;
  await shop.stores.orders.commit(move(order, "confirm", { now: longAgo, actor: "system", policy }, payment));
  await sweep();
  expect(await deps.payments.get(payment.paymentId)).toMatchObject({ state: "captured" });
  await accountedFor(shop);
});

test("a payment under way when the time is up gets a little longer, once; abandoned, it lapses and nothing is held", async () => {
  const order = await orphan({ expiresAt: at(-1) });
  const { paymentId } = await pay(order, "pm_card_threeDSecure2Required");
  await sweep();
  const extended = await shop.stores.orders.get(order.id);
  expect(extended).toMatchObject({ status: "pending", extendedAt: expect.any(String) });
  expect(Date.parse(extended?.expiresAt ?? "")).toBeGreaterThan(Date.now() + 4 * 60_000);
  await sweepLater(deps, 6 * 60_000);
  expect((await shop.stores.orders.get(order.id))?.status).toBe("expired");
  expect(await deps.payments.get(paymentId)).toMatchObject({ state: "voided" });
  await accountedFor(shop);
});

test("money that was even taken for an order that had lapsed is given back by itself", async () => {
  const order = await orphan();
  const longAgo = Date.now() - 600_000;
  await shop.stores.orders.commit(move(order, "expire", { now: longAgo, actor: "system", policy }));
  const { paymentId } = await pay(order);
  await deps.payments.capture(paymentId);
  await sweep();
  expect(await deps.payments.get(paymentId)).toMatchObject({ state: "refunded" });
  await accountedFor(shop);
});

test("a refund that was decided before a crash is made, once", async () => {
  const order = await orphan();
  const { paymentId } = await pay(order);
  await sweep();
  const captured = await paymentBecomes(shop, order.id, "captured");
  // Decided, but the message that tells of it is late: the sweeper is there first, twice.
  const refund = newRefund(captured, "crash-test-refund", "scratched", { amount: 400, currency: "GBP" });
  const longAgo = { now: Date.now() - 600_000, actor: "system", policy };
  await shop.stores.orders.commit(move(captured, "requestRefund", longAgo, { refund }));
  await Promise.all([sweep(), sweep()]);
  await accountedFor(shop);
  const types = (await shop.stores.orders.timeline(order.id)).map(({ type }) => type);
  expect(types.filter((type) => type === "payment.refunded")).toHaveLength(1);
  expect((await deps.payments.get(paymentId)).state).toBe("captured");
});

test("a refund that its bank takes time over is open until the provider says that it is made, and told once", async () => {
  const order = await orphan();
  const { paymentId } = await pay(order, "pm_card_pendingRefund");
  await sweep();
  const captured = await paymentBecomes(shop, order.id, "captured");
  const amount = { amount: 400, currency: "GBP" };
  const refund = newRefund(captured, "slow-bank", "scratched", amount);
  const longAgo = { now: Date.now() - 600_000, actor: "system", policy };
  await shop.stores.orders.commit(move(captured, "requestRefund", longAgo, { refund }));
  await sweep();
  expect((await shop.stores.orders.get(order.id))?.refunds).toMatchObject([{ amount, state: "requested" }]);

  const idempotencyKey = `${order.id}:refund:${refund.id}`;
  const asked = () => deps.payments.refund({ orderId: order.id, paymentId, amount, idempotencyKey });
  expect((await asked()).state).toBe("pending");
  await eventually("the bank to have made it", async () => (await asked()).state === "done");
  // Put off until shortly before the sweeper comes by again.
  await sweepLater(deps, 60_000);
  expect((await shop.stores.orders.get(order.id))?.refunds).toMatchObject([{ amount, state: "done" }]);

  await accountedFor(shop);
  const ofThis = ({ orderId }: { orderId: string | null }) => orderId === order.id;
  const payments = await readLedger(shop.urls.sandbox, shop.secretsFile);
  expect(payments.filter(ofThis)).toMatchObject([{ taken: 1_000, refunded: 400 }]);
  const told = (await readMessages(shop.urls.inbox, { "tag.orderId": order.id })).map(({ type }) => type);
  expect(told.filter((type) => type === "payment.refunded")).toHaveLength(1);
  const types = (await shop.stores.orders.timeline(order.id)).map(({ type }) => type);
  expect(types.filter((type) => type.includes("refund"))).toEqual(["refund.requested", "payment.refunded"]);
});

test("two sweepers at once settle each order once", async () => {
  const orders = await Promise.all(Array.from({ length: 10 }, () => orphan()));
  await Promise.all(orders.map((order) => pay(order)));
  await Promise.all([sweep(), sweep(), sweep()]);
  for (const { id } of orders) {
    const timeline = await shop.stores.orders.timeline(id);
    expect(timeline.filter(({ type }) => type === "order.confirmed")).toHaveLength(1);
  }
  await accountedFor(shop);
});
