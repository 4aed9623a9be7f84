import { expect } from "vitest";
import { checkoutOf, get, place, post, putOnSale, request, test, type RoadShop } from "./kit.ts";

let shop: RoadShop;
test.beforeAll(async ({ shop: shared }) => {
  shop = shared;
  await putOnSale(shop, "GOOD", 10);
});
test.afterAll(async () => {
  // Whatever was sent, nothing was half done: no order holds anything.
  expect((await ordersOfGood()).flatMap((order) => order.takes)).toEqual([]);
  const [level] = await shop.stores.stock.read([{ sku: "GOOD", shards: 4 }]);
  expect(level).toEqual({ sku: "GOOD", stocked: 10, available: 10 });
});

/** The newest first. */
async function ordersOfGood() {
  const { orders } = await shop.stores.orders.recent({ limit: 20 });
  return orders.filter((order) => order.lines.some(({ sku }) => sku === "GOOD"));
}

const gbp = (amount: number) => ({ amount, currency: "GBP" });

test.each<[string, Record<string, unknown>, string]>([
  ["a quantity of zero", { lines: [{ sku: "GOOD", quantity: 0 }] }, "lines.0.quantity"],
  ["a negative quantity", { lines: [{ sku: "GOOD", quantity: -1 }] }, "lines.0.quantity"],
  ["half a unit", { lines: [{ sku: "GOOD", quantity: 0.5 }] }, "lines.0.quantity"],
  ["more than 100,000 units", { lines: [{ sku: "GOOD", quantity: 100_001 }] }, "lines.0.quantity"],
  ["no lines", { lines: [] }, "lines"],
  ["a SKU that is none", { lines: [{ sku: "../etc", quantity: 1 }] }, "lines.0.sku"],
  ["a short key", { idempotencyKey: "short" }, "idempotencyKey"],
  ["a long key", { idempotencyKey: "k".repeat(65) }, "idempotencyKey"],
  ["a card number as token", { payment: { token: "4242424242424242" } }, "payment.token"],
  ["no e-mail address", { contact: { email: "nobody" } }, "contact.email"],
  [
    "a country that is none",
    { shippingAddress: { name: "A", line1: "B", city: "C", postalCode: "D", country: "Atlantis" } },
    "shippingAddress.country",
  ],
  [
    "a country that does not exist",
    { shippingAddress: { name: "A", line1: "B", city: "C", postalCode: "D", country: "XX" } },
    "shippingAddress.country",
  ],
  [
    "a card number in place of a name",
    {
      shippingAddress: { name: "4242 4242 4242 4242", line1: "B", city: "C", postalCode: "D", country: "GB" },
    },
    "shippingAddress.name",
  ],
  ["a card number behind a letter", { payment: { token: "x4242424242424242" } }, "payment.token"],
  ["a fractional total", { expectedTotal: gbp(9.99) }, "expectedTotal.amount"],
  ["another currency", { expectedTotal: { amount: 1_000, currency: "EUR" } }, "expectedTotal.currency"],
])("%s is refused and the field named", async (_, change, field) => {
  const { status, error } = await place(shop, checkoutOf("GOOD", change));
  expect(status).toBe(400);
  expect(error?.data.appCode).toBe("INVALID_INPUT");
  expect(error?.data.details["field"]).toBe(field);
  expect(error?.data.details["reason"]).toEqual(expect.any(String));
});

test("an unknown SKU is named", async () => {
  const { status, error } = await place(shop, checkoutOf("GHOST"));
  expect(status).toBe(404);
  expect(error?.data).toMatchObject({ appCode: "NOT_FOUND", details: { sku: "GHOST" } });
});

test("more than 90 different products are refused with the limit", async () => {
  const lines = Array.from({ length: 91 }, (_, i) => ({ sku: `S-${i}`, quantity: 1 }));
  const { error } = await place(shop, checkoutOf("GOOD", { lines }));
  expect(error?.data).toMatchObject({
    appCode: "INVALID_INPUT",
    details: { reason: "too_many_skus", max: 90 },
  });
});

test("a quantity that is valid but more than there is says how many are left", async () => {
  const lines = [{ sku: "GOOD", quantity: 100_000 }];
  const { error } = await place(shop, checkoutOf("GOOD", { lines, expectedTotal: gbp(100_000_000) }));
  expect(error?.data).toMatchObject({ appCode: "SOLD_OUT", details: { sku: "GOOD", left: 10 } });
});

test("a token that the provider does not know is refused, and the units go back", async () => {
  const { error } = await place(shop, checkoutOf("GOOD", { payment: { token: "pm_never_made" } }));
  expect(error?.data).toMatchObject({ appCode: "INVALID_INPUT", details: { field: "payment.token" } });
  const [order] = await ordersOfGood();
  expect(order?.status).toBe("cancelled");
  expect(order?.takes).toEqual([]);
});

test("a body of 1 MB is refused as too large", async () => {
  const { status, error } = await post(
    shop,
    "checkout.place",
    checkoutOf("GOOD", { padding: "x".repeat(1_000_000) }),
  );
  expect(status).toBe(413);
  expect(error?.data).toMatchObject({
    appCode: "INVALID_INPUT",
    details: { field: "body", reason: "too_large" },
  });
});

const json = { "content-type": "application/json" };

test.each<[string, RequestInit, number, string]>([
  ["JSON cut short", { method: "POST", headers: json, body: '{"lines": [' }, 400, "INVALID_INPUT"],
  ["JSON that is a number", { method: "POST", headers: json, body: "7" }, 400, "INVALID_INPUT"],
  [
    "bytes that are no text",
    { method: "POST", headers: json, body: new Uint8Array([0xff, 0xfe, 0]) },
    400,
    "INVALID_INPUT",
  ],
  ["an empty body", { method: "POST", headers: json, body: "" }, 400, "INVALID_INPUT"],
  [
    "a form",
    { method: "POST", headers: { "content-type": "application/x-www-form-urlencoded" }, body: "a=b" },
    415,
    "INVALID_INPUT",
  ],
  ["a GET of something that changes", { method: "GET" }, 405, "INVALID_INPUT"],
])("%s is a clear error", async (_, init, status, appCode) => {
  const reply = await request(shop, "/trpc/checkout.place", init);
  expect(reply.status).toBe(status);
  expect(reply.error?.data.appCode).toBe(appCode);
  expect(reply.error?.message).toMatch(/\w{3}/);
});

test("an unknown procedure and an unknown path are not found, in the same shape", async () => {
  for (const route of ["/trpc/checkout.steal", "/nothing/here"]) {
    const reply = await request(shop, route);
    expect(reply.status).toBe(404);
    expect(reply.error?.data.appCode).toBe("NOT_FOUND");
  }
});

test.each(["", "nonsense", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGEifQ."])(
  "a token that is none is refused: %j",
  async (token) => {
    const reply = await request(shop, "/trpc/order.list", { headers: { authorization: `Bearer ${token}` } });
    expect(reply.status).toBe(401);
    expect(reply.error?.data.appCode).toBe("UNAUTHENTICATED");
  },
);

test("an error never shows where it came from", async () => {
  const { error } = await get(shop, "order.get", { orderId: "'; DROP TABLE orders" });
  expect(error?.data.appCode).toBe("INVALID_INPUT");
  expect(JSON.stringify(error)).not.toMatch(/stack|\.ts|node_modules|at \w+ \(/);
});
