import { afterAll, beforeAll, expect, test } from "vitest";
import { behaviours } from "../cards/behaviours.ts";
import { testCards } from "../cards/test-cards.ts";
import {
  authorization,
  refusal,
  secretKey,
  startSandboxProcess,
  stripeClient,
  type SandboxProcess,
} from "../testing.ts";

let sandbox: SandboxProcess;
beforeAll(async () => {
  sandbox = await startSandboxProcess();
}, 30_000);
afterAll(() => sandbox.stop());

test("holds money, and takes it", async () => {
  const { stripe } = sandbox;
  const held = await stripe.paymentIntents.create(authorization);
  expect(held).toMatchObject({
    object: "payment_intent",
    livemode: false,
    amount: 1234,
    amount_capturable: 1234,
    amount_received: 0,
    currency: "gbp",
    status: "requires_capture",
    metadata: { order_id: "ord_1" },
    last_payment_error: null,
  });
  expect(held.latest_charge).toMatch(/^ch_/);

  const taken = await stripe.paymentIntents.capture(held.id);
  expect(taken).toMatchObject({ status: "succeeded", amount_capturable: 0, amount_received: 1234 });
});

test("lets held money go, and then has nothing to take", async () => {
  const held = await sandbox.stripe.paymentIntents.create(authorization);
  const voided = await sandbox.stripe.paymentIntents.cancel(held.id, { cancellation_reason: "abandoned" });
  expect(voided).toMatchObject({
    status: "canceled",
    amount_capturable: 0,
    cancellation_reason: "abandoned",
  });
  const error = await refusal(sandbox.stripe.paymentIntents.capture(held.id));
  expect(error).toMatchObject({ statusCode: 400, code: "payment_intent_unexpected_state" });
  expect(error.payment_intent).toMatchObject({ id: held.id, status: "canceled" });
});

const declining = testCards.filter(({ behaviour }) => behaviours[behaviour].outcome === "decline");

test.each(declining)("$token is refused as its name says, and the payment is on the books", async (card) => {
  const request = sandbox.stripe.paymentIntents.create({ ...authorization, payment_method: card.token });
  const error = await refusal(request);
  expect(error).toMatchObject({ type: "StripeCardError", statusCode: 402 });
  const reasons: (string | undefined)[] = [error.decline_code, error.code];
  expect(reasons).toContain(card.behaviour === "velocity" ? "card_velocity_exceeded" : card.behaviour);

  const payment = await sandbox.stripe.paymentIntents.retrieve(error.payment_intent!.id);
  expect(payment).toMatchObject({ status: "requires_payment_method", amount_capturable: 0 });
  expect(payment.last_payment_error).toMatchObject({ type: "card_error", code: error.code });
});

test("a declined payment can be confirmed with another card", async () => {
  const { stripe } = sandbox;
  const params = { ...authorization, payment_method: "pm_card_visa_chargeDeclined" };
  const { payment_intent: declined } = await refusal(stripe.paymentIntents.create(params));
  const held = await stripe.paymentIntents.confirm(declined!.id, { payment_method: "pm_card_mastercard" });
  expect(held).toMatchObject({ id: declined!.id, status: "requires_capture", last_payment_error: null });
});

test("finds payments by order, and lists them newest first, page by page", async () => {
  const { stripe } = sandbox;
  const metadata = { order_id: "ord_listed" };
  const made = [];
  for (let i = 0; i < 5; i++)
    made.unshift((await stripe.paymentIntents.create({ ...authorization, metadata })).id);
  const found = await stripe.paymentIntents.search({ query: "metadata['order_id']:'ord_listed'" });
  expect(found.data.map(({ id }) => id)).toEqual(made);

  const listed: string[] = [];
  for await (const { id } of stripe.paymentIntents.list({ limit: 2, created: { gte: 0 } })) {
    listed.push(id);
    if (listed.length === 5) break;
  }
  expect(listed).toEqual(made);
});

test.each([
  ["an unknown card", { payment_method: "pm_unknown" }, "resource_missing", "payment_method"],
  ["a fraction", { amount: 12.5 }, "parameter_invalid_integer", "amount"],
  ["nothing", { amount: 0 }, undefined, "amount"],
  ["an unknown currency", { currency: "zzz" }, undefined, "currency"],
  ["a parameter that does not exist", { surprise: "1" }, "parameter_unknown", "surprise"],
  ["an address that is no web address", { return_url: "javascript:alert(1)" }, undefined, "return_url"],
])("refuses %s and names the parameter", async (_what, change, code, param) => {
  const error = await refusal(sandbox.stripe.paymentIntents.create({ ...authorization, ...change }));
  expect(error).toMatchObject({ type: "StripeInvalidRequestError", statusCode: 400, code, param });
});

test("refuses a wrong key and a publishable one, without repeating either", async () => {
  for (const key of ["sk_test_wrong", "pk_test_doorbuster"]) {
    const error = await refusal(stripeClient(sandbox.url, key).paymentIntents.create(authorization));
    expect(error).toMatchObject({ type: "StripeAuthenticationError", statusCode: 401 });
    expect(error.message).not.toContain(key);
  }
  const basic = Buffer.from(`${secretKey}:`).toString("base64");
  const headers = { authorization: `Basic ${basic}` };
  expect((await fetch(`${sandbox.url}/v1/events`, { headers })).status).toBe(200);
});

test("answers an unknown address, an unknown payment and a wrong content type in Stripe's shape", async () => {
  expect(await refusal(sandbox.stripe.paymentIntents.retrieve("pi_unknown"))).toMatchObject({
    statusCode: 404,
    code: "resource_missing",
  });
  const headers = { authorization: `Bearer ${secretKey}`, "content-type": "application/json" };
  const post = (path: string) => fetch(`${sandbox.url}${path}`, { method: "POST", headers, body: "{}" });
  for (const [path, status] of [
    ["/v1/unicorns", 404],
    ["/v1/payment_intents", 400],
  ] as const) {
    const response = await post(path);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { type: "invalid_request_error" } });
  }
});
