import { afterAll, beforeAll, expect, test } from "vitest";
import { staffToken } from "@doorbuster/lab/access/staffToken";
import { readLedger } from "@doorbuster/lab/reconcile/places/ledger";
import { accountedFor } from "../accounts.ts";
import { checkoutOf, eventually, opsPost, place, putOnSale, throwawayShop, type RoadShop } from "../kit.ts";

let shop: RoadShop;
let operator: string;
beforeAll(async () => {
  shop = await throwawayShop({ orders: { captureAt: "shipment" } });
  await putOnSale(shop, "LATER", 10);
  operator = await staffToken(shop, "operator@example.com");
});
afterAll(() => shop.end());

const ops = (procedure: string, input: object) =>
  opsPost<{ status: string; paymentState: string }>(shop, `orders.${procedure}`, input, operator);

/** A confirmed order, when all that follows from its confirmation has happened and the sweeper has looked for what is due. */
async function bought(): Promise<string> {
  const { data } = await place(shop, checkoutOf("LATER"));
  if (data?.status !== "confirmed") throw new Error(`not bought: ${data?.status}`);
  await accountedFor(shop);
  await shop.trigger("sweep");
  await accountedFor(shop);
  return data.orderId;
}

/** Where an order's money is, as the shop says and as the provider does. */
async function money(orderId: string) {
  const order = await shop.stores.orders.get(orderId);
  const payments = await readLedger(shop.urls.sandbox, shop.secretsFile);
  const atProvider = payments.filter((payment) => payment.orderId === orderId);
  return {
    says: order?.payment.state,
    provider: atProvider.map(({ held, taken, refunded }) => ({ held, taken, refunded })),
  };
}

const held = { says: "authorized", provider: [{ held: 1_000, taken: 0, refunded: 0 }] };

const becomes = (orderId: string, paymentState: string) =>
  eventually(`${orderId} to be ${paymentState}`, async () => (await money(orderId)).says === paymentState);

const lastOf = async (orderId: string) =>
  (await shop.stores.orders.timeline(orderId)).slice(-2).map(({ type }) => type);

test("the money of a confirmed order is held, and taken once it is shipped", async () => {
  const orderId = await bought();
  expect(await money(orderId)).toEqual(held);
  const shipment = { carrier: "Royal Mail", trackingNumber: "AB123456789GB" };
  expect((await ops("ship", { orderId, shipment })).data?.status).toBe("shipped");
  await becomes(orderId, "captured");
  await accountedFor(shop);
  expect((await money(orderId)).provider).toEqual([{ held: 0, taken: 1_000, refunded: 0 }]);
  expect(await lastOf(orderId)).toEqual(["order.shipped", "payment.captured"]);
});

test("the money of an order that is cancelled before its shipment is let go, and never was taken", async () => {
  const orderId = await bought();
  expect(await money(orderId)).toEqual(held);
  expect((await ops("cancel", { orderId, reason: "out of print" })).data?.status).toBe("cancelled");
  await becomes(orderId, "voided");
  await accountedFor(shop);
  expect((await money(orderId)).provider).toEqual([{ held: 0, taken: 0, refunded: 0 }]);
  expect(await lastOf(orderId)).toEqual(["order.cancelled", "payment.voided"]);
});
