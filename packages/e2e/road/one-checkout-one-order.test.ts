import { expect, onTestFinished } from "vitest";
import { ownerKeyOf } from "@doorbuster/core/access/caller";
import { orderIdOf } from "@doorbuster/core/ids";
import { readLedger } from "@doorbuster/lab/reconcile/places/ledger";
import { sandboxFaults } from "@doorbuster/local/sandbox/faults/client";
import { checkoutOf, eventually, place, putOnSale, test, type RoadShop } from "./kit.ts";
import { accountedFor } from "./accounts.ts";

let shop: RoadShop;
test.beforeAll(async ({ shop: shared }) => {
  shop = shared;
  await putOnSale(shop, "ONE", 100);
});

const available = async () => (await shop.stores.stock.read([{ sku: "ONE", shards: 4 }]))[0]?.available;

/** On a busy machine a call may not wait long enough for the first, and is told "pending": it asks again, as a page does. */
async function placeUntilDecided(checkout: ReturnType<typeof checkoutOf>) {
  for (;;) {
    const reply = await place(shop, checkout);
    if (reply.data?.status !== "pending") return reply;
  }
}

test("50 calls at once with one key make one order, one payment and one answer", async () => {
  const before = (await available()) ?? 0;
  const checkout = checkoutOf("ONE");
  const replies = await Promise.all(Array.from({ length: 50 }, () => placeUntilDecided(checkout)));

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

/**
 * Makes the provider hold back its answers to the next charges: of half of them the money is held already, of the others it
 * is not. It tells nobody of them by webhook either. Mended when the test ends.
 */
async function silentProvider(charges: number) {
  const faults = sandboxFaults(shop.urls.sandbox);
  onTestFinished(async () => void (await faults.clear()));
  const silent = { operations: ["create" as const], times: charges / 2 };
  await faults.set({
    rules: [
      { fault: "timeoutAfter", ...silent },
      { fault: "timeoutBefore", ...silent },
      { fault: "webhookLost" },
    ],
  });
  return {
    /** Resolves once every one of these charges waits for its answer. */
    asked: () =>
      eventually("the charges to be under way", async () => {
        const { rules } = await faults.status();
        return rules.slice(0, 2).every(({ struck }) => struck === charges / 2);
      }),
    answersAgain: () => faults.clear(),
  };
}

const guestOrderId = ({ contact, idempotencyKey }: ReturnType<typeof checkoutOf>) =>
  orderIdOf(ownerKeyOf({ kind: "guest" }, contact.email), idempotencyKey);

/** Before the sweeper looks at what a checkout left open, a minute after it was placed: what is settled by then, a retry has settled. */
const beforeTheSweeperMs = 45_000;

test("a checkout whose function is killed in the middle is finished by a retry, and charged once", async () => {
  const checkouts = Array.from({ length: 12 }, () => checkoutOf("ONE"));
  const orderIds = await Promise.all(checkouts.map(guestOrderId));
  const paymentsOf = async (orderId: string) => {
    const payments = await readLedger(shop.urls.sandbox, shop.secretsFile);
    return payments.filter((payment) => payment.orderId === orderId);
  };
  const held = async () => (await Promise.all(orderIds.map(paymentsOf))).flat().length;

  const provider = await silentProvider(checkouts.length);
  const first = Promise.all(checkouts.map((checkout) => place(shop, checkout)));
  await provider.asked();
  shop.functions.get("shop")?.kill("SIGKILL");
  expect((await first).map(({ status }) => status)).toEqual(Array(checkouts.length).fill(502));
  for (const id of orderIds) expect((await shop.stores.orders.get(id))?.status).toBe("pending");
  expect(await held()).toBe(checkouts.length / 2);
  // What would tell the shop of the money stays lost: the retries alone know of these orders.

  const retried = checkouts.map((checkout) =>
    eventually(
      "a retry to finish the order",
      async () => {
        const { data } = await place(shop, checkout);
        return data?.status === "confirmed" && data.orderId;
      },
      beforeTheSweeperMs,
    ),
  );
  expect(await Promise.all(retried)).toEqual(orderIds);
  await provider.answersAgain();
  await accountedFor(shop);
  for (const id of orderIds) {
    expect(await paymentsOf(id)).toMatchObject([{ held: 0, taken: 1_000, refunded: 0 }]);
  }
});
