import { expect, test } from "vitest";
import { checkoutClient } from "./client.ts";

const request = {
  lines: [{ sku: "mug", quantity: 1 }],
  expectedTotal: { amount: 100, currency: "GBP" },
  payment: { token: "pm_card_visa" },
  contact: { email: "a@example.com" },
  shippingAddress: { name: "A", line1: "B", city: "C", postalCode: "D", country: "GB" },
};
const money = (amount: number) => ({ amount, currency: "GBP" });
const confirmed = {
  result: {
    data: {
      orderId: "ord_1",
      status: "confirmed",
      total: money(100),
      totals: { items: money(100), tax: money(0), shipping: money(0), total: money(100) },
      readToken: "t",
      placedAt: "2026-11-27T09:00:00.000Z",
    },
  },
};
const refusal = (appCode: string, details: object = {}) => ({
  error: { message: "No.", data: { appCode, details } },
});

/** Answers with each in turn, and from then on with the last. */
function answering(...answers: (object | Error | string)[]) {
  const closing = new AbortController();
  const sent: { url: string; key: string; authorization: string | null }[] = [];
  const slept: number[] = [];
  const givenUp: string[] = [];
  let now = 0;
  const client = checkoutClient({
    api: "http://api.example",
    fetch: async (url, init) => {
      const request = new Request(url, init);
      const { idempotencyKey: key } = (await request.json()) as { idempotencyKey: string };
      sent.push({ url: request.url, key, authorization: request.headers.get("authorization") });
      const answer = answers[Math.min(sent.length, answers.length) - 1];
      if (answer instanceof Error) throw answer;
      return new Response(typeof answer === "string" ? answer : JSON.stringify(answer));
    },
    onGivenUp: (orderId) => givenUp.push(orderId),
    closing: closing.signal,
    clock: {
      now: () => now,
      sleep: async (ms) => {
        slept.push(ms);
        now += ms;
      },
    },
  });
  const place = (token?: string) => client.place(request, (attempt) => `key-${attempt}`, token);
  return { place, sent, slept, givenUp, close: () => closing.abort() };
}

test("posts to the public address, with a token when there is one", async () => {
  const shop = answering(confirmed);
  expect(await shop.place("jwt")).toEqual({ kind: "order", orderId: "ord_1", status: "confirmed" });
  await shop.place();
  expect(shop.sent).toEqual([
    { url: "http://api.example/trpc/checkout.place", key: "key-1", authorization: "Bearer jwt" },
    { url: "http://api.example/trpc/checkout.place", key: "key-1", authorization: null },
  ]);
});

test("RATE_LIMITED is asked again with the same key, after as long as it says", async () => {
  const shop = answering(refusal("RATE_LIMITED", { retryAfterSeconds: 3 }), confirmed);
  expect(await shop.place()).toMatchObject({ kind: "order" });
  expect(shop.slept).toEqual([3_000]);
  expect(shop.sent.map(({ key }) => key)).toEqual(["key-1", "key-1"]);
});

test("no answer, and one that is not the shop's, are asked again with the same key", async () => {
  const shop = answering(
    new TypeError("fetch failed"),
    "<html>Bad gateway</html>",
    refusal("INTERNAL"),
    confirmed,
  );
  expect(await shop.place()).toMatchObject({ kind: "order" });
  expect(shop.sent.map(({ key }) => key)).toEqual(["key-1", "key-1", "key-1", "key-1"]);
});

test("a new key is used when the shop asks for one", async () => {
  const unavailable = refusal("PAYMENT_UNAVAILABLE", { retryAfterSeconds: 5, newIdempotencyKey: true });
  const shop = answering(unavailable, confirmed);
  await shop.place();
  expect(shop.sent.map(({ key }) => key)).toEqual(["key-1", "key-2"]);
});

test("every order that was given up is told of, and no other that a refusal names", async () => {
  const givenUp = (orderId: string) => ({ orderId, newIdempotencyKey: true });
  const shop = answering(
    refusal("PAYMENT_UNAVAILABLE", givenUp("ord_a")),
    refusal("RATE_LIMITED"),
    refusal("INVALID_INPUT", givenUp("ord_b")),
    refusal("IDEMPOTENCY_MISMATCH", { orderId: "ord_c" }),
  );
  await shop.place();
  await shop.place();
  expect(shop.givenUp).toEqual(["ord_a", "ord_b"]);
});

test("SOLD_OUT is taken for an answer and not asked again", async () => {
  const shop = answering(refusal("SOLD_OUT"));
  expect(await shop.place()).toEqual({ kind: "soldOut" });
  expect(shop.sent).toHaveLength(1);
});

test.each(["INVALID_INPUT", "PRICE_CHANGED", "IDEMPOTENCY_MISMATCH", "UNAUTHENTICATED", "NOT_FOUND"])(
  "%s is not asked again",
  async (code) => {
    const shop = answering(refusal(code));
    expect(await shop.place()).toEqual({ kind: "refused", code, message: "No." });
    expect(shop.sent).toHaveLength(1);
  },
);

test("a shop that never answers is given up in the end", async () => {
  const shop = answering(new TypeError("fetch failed"));
  expect(await shop.place()).toMatchObject({ kind: "refused", code: "INTERNAL" });
  expect(shop.slept.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThan(60_000);
});

test("after closing time nobody pays anew, and what is unknown is still asked for", async () => {
  const notCharged = refusal("PAYMENT_UNAVAILABLE", { orderId: "ord_1", newIdempotencyKey: true });
  const shop = answering(new Error("socket hang up"), notCharged);
  shop.close();
  expect(await shop.place()).toMatchObject({ kind: "refused", code: "PAYMENT_UNAVAILABLE" });
  expect(shop.sent.map(({ key }) => key)).toEqual(["key-1", "key-1"]);
  expect(shop.givenUp).toEqual(["ord_1"]);
});
