import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { staffToken } from "@doorbuster/lab/access/staffToken";
import { checkoutOf, concurrently, get, opsPost, place, putOnSale, test } from "./kit.ts";
import type { RoadShop } from "./kit.ts";
import { accountedFor } from "./accounts.ts";

let shop: RoadShop;
test.beforeAll(({ shop: shared }) => void (shop = shared));

test("500 customers want 100 units: exactly 100 get one, 400 are told that it is sold out", async () => {
  await putOnSale(shop, "HOT", 100);
  const customers = Array.from({ length: 500 }, () => checkoutOf("HOT"));
  const replies = await concurrently(customers, 64, (checkout) => place(shop, checkout));

  expect(replies.filter(({ data }) => data?.status === "confirmed")).toHaveLength(100);
  const refused = replies.filter(({ error }) => error !== undefined);
  expect(new Set(refused.map(({ error }) => error?.data.appCode))).toEqual(new Set(["SOLD_OUT"]));
  expect(refused).toHaveLength(400);
  expect(refused[0]?.error?.data.details).toMatchObject({ sku: "HOT", left: 0 });
  expect(await shop.stores.stock.read([{ sku: "HOT", shards: 4 }])).toEqual([
    { sku: "HOT", stocked: 100, available: 0 },
  ]);
  await accountedFor(shop);
});

test("the last units are sellable when they lie in different shards", async () => {
  await putOnSale(shop, "SPREAD", 4);
  const whole = checkoutOf("SPREAD", {
    lines: [{ sku: "SPREAD", quantity: 4 }],
    expectedTotal: { amount: 4_000, currency: "GBP" },
  });
  expect((await place(shop, whole)).data?.status).toBe("confirmed");
});

test("an order of several products takes all or nothing", async () => {
  await putOnSale(shop, "PLENTY", 10);
  await putOnSale(shop, "SCARCE", 1);
  const lines = [
    { sku: "PLENTY", quantity: 3 },
    { sku: "SCARCE", quantity: 2 },
  ];
  const { error } = await place(
    shop,
    checkoutOf("", { lines, expectedTotal: { amount: 5_000, currency: "GBP" } }),
  );
  expect(error?.data).toMatchObject({
    appCode: "SOLD_OUT",
    details: { items: [{ sku: "SCARCE", left: 1 }] },
  });
  const [plenty] = await shop.stores.stock.read([{ sku: "PLENTY", shards: 4 }]);
  expect(plenty?.available).toBe(10);
});

test("the shelf says of each product what is left of it", async () => {
  await putOnSale(shop, "SHELF-FULL", 3, { collection: "shelf" });
  await putOnSale(shop, "SHELF-LAST", 1, { collection: "shelf" });
  await place(shop, checkoutOf("SHELF-LAST"));
  const { data } = await get<{ sku: string; left: number }[]>(shop, "catalog.list", { collection: "shelf" });
  expect(data?.map(({ sku, left }) => [sku, left])).toEqual([
    ["SHELF-FULL", 3],
    ["SHELF-LAST", 0],
  ]);
});

test("a stock-take that comes again, its answer lost, counts once, though the units it took are gone", async () => {
  await putOnSale(shop, "COUNTED", 3);
  const operator = await staffToken(shop, "operator@example.com");
  const missing = { sku: "COUNTED", counted: 0, expected: 3, reason: "stolen", idempotencyKey: randomUUID() };
  const correct = () => opsPost<object>(shop, "stock.correct", missing, operator);
  expect((await correct()).data).toMatchObject({ counted: true, stocked: 0, available: 0 });
  expect((await correct()).data).toMatchObject({ counted: false, stocked: 0, available: 0 });
  await accountedFor(shop);
});

test("a declined card gives its units back", async () => {
  await putOnSale(shop, "BACK", 1);
  const declined = await place(
    shop,
    checkoutOf("BACK", { payment: { token: "pm_card_visa_chargeDeclined" } }),
  );
  expect(declined.data).toMatchObject({ status: "declined", decline: { code: "card_declined" } });
  expect((await place(shop, checkoutOf("BACK"))).data?.status).toBe("confirmed");
  await accountedFor(shop);
});
