import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { staffToken } from "@doorbuster/lab/access/staffToken";
import { customerToken } from "./tokens.ts";
import { accountedFor } from "./accounts.ts";
import type { PaymentState } from "@doorbuster/core/order/order";
import {
  checkoutOf,
  eventually,
  get,
  opsPost,
  paymentBecomes,
  place,
  post,
  putOnSale,
  test,
  type RoadShop,
} from "./kit.ts";

let shop: RoadShop;
let operator: string;
test.beforeAll(async ({ shop: shared }) => {
  shop = shared;
  await putOnSale(shop, "CLOCK", 50);
  operator = await staffToken(shop, "operator@example.com");
});

const shipment = { carrier: "Royal Mail", trackingNumber: "AB123456789GB" };

const asStaff = <T>(token: string, procedure: string, input: object) =>
  opsPost<T>(shop, procedure, input, token);

/** A console procedure called by the operator. */
const ops = <T = { status: string; paymentState: string }>(procedure: string, input: object) =>
  asStaff<T>(operator, `orders.${procedure}`, input);

async function bought() {
  const { data } = await place(shop, checkoutOf("CLOCK"));
  if (data?.status !== "confirmed") throw new Error(`not bought: ${data?.status}`);
  return data;
}

const captured = async () => {
  const order = await bought();
  await becomes(order.orderId, "captured");
  return order;
};

const becomes = (orderId: string, state: PaymentState) => paymentBecomes(shop, orderId, state);

const typesOf = async (orderId: string) =>
  (await shop.stores.orders.timeline(orderId)).map(({ type }) => type);

const unitsLeft = async () => (await shop.stores.stock.read([{ sku: "CLOCK", shards: 4 }]))[0]?.available;

test("confirmed, shipped, delivered: each step is in the history, with who did it", async () => {
  const { orderId, readToken } = await captured();
  expect((await ops("ship", { orderId, shipment })).data?.status).toBe("shipped");
  expect((await ops("deliver", { orderId })).data?.status).toBe("delivered");
  const timeline = await shop.stores.orders.timeline(orderId);
  expect(timeline.slice(-2).map(({ type, actor }) => [type, actor])).toEqual([
    ["order.shipped", "operator@example.com"],
    ["order.delivered", "operator@example.com"],
  ]);
  const seen = await get<{ shipment: object; cancellable: boolean }>(shop, "order.get", {
    orderId,
    readToken,
  });
  expect(seen.data).toMatchObject({ shipment, cancellable: false });
  const atTheConsole = await ops<{ timeline: { type: string; actor: string }[] }>("get", { orderId });
  expect(atTheConsole.data).toMatchObject({ shipment, guest: true });
  expect(atTheConsole.data?.timeline.map(({ type, actor }) => [type, actor])).toEqual(
    timeline.map(({ type, actor }) => [type, actor]),
  );
  await accountedFor(shop);
});

test("a customer calls an order off: the units are on sale again, and the money comes back", async () => {
  const { orderId, readToken } = await captured();
  const left = await unitsLeft();
  const { data } = await post<{ status: string }>(shop, "order.cancel", { orderId, readToken });
  expect(data?.status).toBe("cancelled");
  expect(await unitsLeft()).toBe((left ?? 0) + 1);
  const order = await becomes(orderId, "refunded");
  expect(order.refunds).toMatchObject([{ amount: order.totals.total, state: "done" }]);
  await post(shop, "order.cancel", { orderId, readToken });
  expect(await typesOf(orderId)).toEqual([
    "order.placed",
    "order.confirmed",
    "payment.captured",
    "order.cancelled",
    "refund.requested",
    "payment.refunded",
  ]);
  await accountedFor(shop);
});

test("the operator calls an order off with a reason: units and money go back, and the history says who and why", async () => {
  const { orderId, readToken } = await captured();
  const left = await unitsLeft();
  const cancelled = await ops("cancel", { orderId, reason: "damaged in the warehouse" });
  expect(cancelled.data).toMatchObject({ status: "cancelled" });
  expect(await unitsLeft()).toBe((left ?? 0) + 1);
  const order = await becomes(orderId, "refunded");
  expect(order.refunds).toMatchObject([{ amount: order.totals.total, state: "done" }]);
  const entries = (await shop.stores.orders.timeline(orderId)).filter(
    ({ type }) => type === "order.cancelled",
  );
  expect(entries).toMatchObject([{ actor: "operator@example.com", reason: "damaged in the warehouse" }]);
  const seen = await get(shop, "order.get", { orderId, readToken });
  expect(seen.data).toMatchObject({ status: "cancelled", cancellable: false });
  expect((await ops("cancel", { orderId, reason: "once more" })).data?.status).toBe("cancelled");
  expect((await typesOf(orderId)).filter((type) => type === "order.cancelled")).toHaveLength(1);
  await accountedFor(shop);
});

test("cancelled in the same moment as its money is taken: whichever comes first, nothing is kept", async () => {
  for (let round = 0; round < 5; round++) {
    const { orderId, readToken } = await bought();
    await post(shop, "order.cancel", { orderId, readToken });
    await eventually(`the money of ${orderId} to rest`, async () => {
      const state = (await shop.stores.orders.get(orderId))?.payment.state;
      return state === "voided" || state === "refunded";
    });
  }
  await accountedFor(shop);
});

test("a link that was passed on cancels nobody's order: who signed in to buy signs in to cancel", async () => {
  const token = await customerToken(shop, "ada");
  const { data } = await place(shop, checkoutOf("CLOCK"), token);
  const { orderId, readToken } = data ?? { orderId: "?", readToken: "?" };
  const { error } = await post(shop, "order.cancel", { orderId, readToken });
  expect(error?.data.appCode).toBe("UNAUTHENTICATED");
  expect((await post<{ status: string }>(shop, "order.cancel", { orderId }, token)).data?.status).toBe(
    "cancelled",
  );
});

test("nobody cancels another's order", async () => {
  const { orderId } = await bought();
  const { error } = await post(shop, "order.cancel", { orderId });
  expect(error?.data.appCode).toBe("NOT_FOUND");
  expect((await shop.stores.orders.get(orderId))?.status).toBe("confirmed");
});

test("refunds in part and then of the rest, each once however often it is asked for", async () => {
  const { orderId } = await captured();
  const part = {
    orderId,
    amount: { amount: 300, currency: "GBP" },
    reason: "scratched glass",
    idempotencyKey: randomUUID(),
  };
  for (const { data } of await Promise.all([ops("refund", part), ops("refund", part), ops("refund", part)])) {
    expect(data).toMatchObject({ refundable: { amount: 700 } });
  }
  await eventually("the part to be returned", async () =>
    (await shop.stores.orders.get(orderId))?.refunds.every(({ state }) => state === "done"),
  );
  expect((await shop.stores.orders.get(orderId))?.payment.state).toBe("captured");
  const tooMuch = { ...part, amount: { amount: 701, currency: "GBP" }, idempotencyKey: randomUUID() };
  expect((await ops("refund", tooMuch)).error?.data).toMatchObject({
    appCode: "INVALID_INPUT",
    details: { field: "amount.amount", left: { amount: 700 } },
  });
  const rest = { ...part, amount: { amount: 700, currency: "GBP" }, idempotencyKey: randomUUID() };
  await ops("refund", rest);
  const order = await becomes(orderId, "refunded");
  expect(order.refunds.map(({ amount }) => amount.amount)).toEqual([300, 700]);
  await accountedFor(shop);
});

test("what is not allowed is refused with the reason, and nothing changes", async () => {
  const { orderId, readToken } = await captured();
  await ops("ship", { orderId, shipment });
  const before = await shop.stores.orders.get(orderId);
  const refusals = [
    await post(shop, "order.cancel", { orderId, readToken }),
    await ops("cancel", { orderId, reason: "too late" }),
    await ops("ship", { orderId, shipment: { ...shipment, trackingNumber: "OTHER123" } }),
  ];
  expect(refusals.map(({ error }) => [error?.data.appCode, error?.data.details["reason"]])).toEqual([
    ["CONFLICT", "an order that is shipped cannot cancel"],
    ["CONFLICT", "an order that is shipped cannot cancel"],
    ["CONFLICT", "an order that is shipped cannot ship"],
  ]);
  expect(await shop.stores.orders.get(orderId)).toEqual(before);
});

test("a person's data are collected and erased when nothing is open, and then nobody finds them", async () => {
  const admin = await staffToken(shop, "admin@example.com");
  const token = await customerToken(shop, "forgotten");
  const buy = () => place(shop, checkoutOf("CLOCK", { contact: { email: "forget@example.com" } }), token);
  const [one, other] = [(await buy()).data, (await buy()).data];
  if (!one || !other) throw new Error("not bought");
  const person = { orderId: one.orderId, scope: "customer" };
  await becomes(one.orderId, "captured");
  await becomes(other.orderId, "captured");

  const reason = "asked for by the person";
  const refused = await asStaff(admin, "privacy.erase", { ...person, reason });
  expect(refused.error?.data).toMatchObject({ appCode: "CONFLICT", details: { open: [{}, {}] } });
  for (const { orderId } of [one, other]) {
    await ops("ship", { orderId, shipment });
    await ops("deliver", { orderId });
  }
  const collected = await asStaff<{ orders: object[] }>(admin, "privacy.collect", person);
  expect(collected.data?.orders).toHaveLength(2);
  expect(JSON.stringify(collected.data)).toContain("forget@example.com");

  expect((await asStaff(operator, "privacy.erase", { ...person, reason })).error?.data.appCode).toBe(
    "FORBIDDEN",
  );
  const erased = await asStaff<{ erased: string[] }>(admin, "privacy.erase", { ...person, reason });
  expect(erased.data?.erased.toSorted()).toEqual([one.orderId, other.orderId].toSorted());
  for (const { orderId, readToken } of [one, other]) {
    expect(
      JSON.stringify([await shop.stores.orders.get(orderId), await shop.stores.orders.timeline(orderId)]),
    ).not.toMatch(/forget@example|High Street/);
    expect((await get(shop, "order.get", { orderId, readToken })).status).toBe(404);
    expect((await get(shop, "order.get", { orderId }, token)).status).toBe(404);
    const types = await typesOf(orderId);
    expect(types.at(-1)).toBe("order.erased");
    expect(types.includes("order.disclosed")).toBe(orderId === one.orderId);
  }
  expect((await get<{ orders: [] }>(shop, "order.list", {}, token)).data?.orders).toEqual([]);
});

test("a guest whose card was declined is forgotten at once, and their link changes nothing any more", async () => {
  const admin = await staffToken(shop, "admin@example.com");
  const payment = { token: "pm_card_visa_chargeDeclined" };
  const guest = (await place(shop, checkoutOf("CLOCK", { payment }))).data;
  if (guest?.status !== "declined") throw new Error(`not declined: ${guest?.status}`);
  const { orderId, readToken } = guest;
  const input = { orderId, scope: "order", reason: "no longer needed" };
  const { data } = await asStaff<{ erased: string[] }>(admin, "privacy.erase", input);
  expect(data?.erased).toEqual([orderId]);
  const preferences = { email: [], sms: ["shipped"], push: [], phone: "+447700900123" };
  const late = await post(shop, "notifications.set", { orderId, readToken, preferences });
  expect(late.error?.data.appCode).toBe("NOT_FOUND");
});
