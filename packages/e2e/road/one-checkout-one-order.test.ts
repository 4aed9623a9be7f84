import { expect } from "vitest";
import { checkoutOf, place, putOnSale, test, type RoadShop } from "./kit.ts";
import { accountedFor } from "./accounts.ts";

let shop: RoadShop;
test.beforeAll(async ({ shop: shared }) => {
  shop = shared;
  await putOnSale(shop, "ONE", 100);
});

const available = async () => (await shop.stores.stock.read([{ sku: "ONE", shards: 4 }]))[0]?.available;

test("50 calls at once with one key make one order, one payment and one answer", async () => {
  const before = (await available()) ?? 0;
  const checkout = checkoutOf("ONE");
  const replies = await Promise.all(Array.from({ length: 50 }, () => place(shop, checkout)));

  expect(new Set(replies.map(({ data }) => data?.orderId)).size).toBe(1);
  expect(new Set(replies.map(({ data }) => data?.readToken)).size).toBe(1);
  expect(new Set(replies.map(({ data }) => data?.status))).toEqual(new Set(["confirmed"]));
  expect(await available()).toBe(before - 1);
  await accountedFor(shop);
});

test("a retry gets the first answer although the price has changed and the stock is gone since", async () => {
  await putOnSale(shop, "ONCE", 1);
  const checkout = checkoutOf("ONCE");
  const first = await place(shop, checkout);
  await putOnSale(shop, "ONCE", 1, { price: { amount: 9_900, currency: "GBP" } });
  const again = await place(shop, checkout);
  expect(again.data).toEqual(first.data);
  expect(first.data?.status).toBe("confirmed");
});

test("the same key with a different request is refused", async () => {
  const checkout = checkoutOf("ONE");
  await place(shop, checkout);
  const other = { ...checkout, shippingAddress: { ...checkout.shippingAddress, line1: "13 Other Street" } };
  const { status, error } = await place(shop, other);
  expect(status).toBe(422);
  expect(error?.data.appCode).toBe("IDEMPOTENCY_MISMATCH");
});

test("the same key of another guest is another order", async () => {
  const checkout = checkoutOf("ONE");
  const mine = await place(shop, checkout);
  const theirs = await place(shop, { ...checkout, contact: { email: "someone-else@example.com" } });
  expect(theirs.data?.status).toBe("confirmed");
  expect(theirs.data?.orderId).not.toBe(mine.data?.orderId);
});

test("SOLD_OUT and PRICE_CHANGED are not remembered: the same key buys once it can", async () => {
  const checkout = checkoutOf("LATER");
  expect((await place(shop, checkout)).error?.data.appCode).toBe("NOT_FOUND");
  await putOnSale(shop, "LATER", 1, { price: { amount: 1_200, currency: "GBP" } });
  const changed = await place(shop, checkout);
  expect(changed.status).toBe(409);
  expect(changed.error?.data).toMatchObject({
    appCode: "PRICE_CHANGED",
    details: { total: { amount: 1_200, currency: "GBP" } },
  });
  await putOnSale(shop, "LATER", 1);
  expect((await place(shop, checkout)).data?.status).toBe("confirmed");
});

test("a checkout whose function is killed in the middle is finished by a retry, and charged once", async () => {
  const checkouts = Array.from({ length: 20 }, () => checkoutOf("ONE"));
  const first = Promise.allSettled(checkouts.map((checkout) => place(shop, checkout)));
  await new Promise((resolve) => setTimeout(resolve, 60)); // any moment will do: what is asserted holds at each
  shop.functions.get("shop")?.kill("SIGKILL");
  await first;
  for (const checkout of checkouts) {
    const { data } = await place(shop, checkout);
    expect(["confirmed", "pending"]).toContain(data?.status);
  }
});
