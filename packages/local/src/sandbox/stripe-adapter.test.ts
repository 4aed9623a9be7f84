import { stripePaymentProvider } from "@doorbuster/adapters/payment/stripe";
import { PaymentRefused, type PaymentProvider } from "@doorbuster/core/payment/provider";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { refundTakesMs } from "./payments/refund.ts";
import { secretKey, startSandboxProcess, startSandboxWithClock, type SandboxProcess } from "./testing.ts";

let sandbox: SandboxProcess;
let provider: PaymentProvider;
let orders = 0;

beforeAll(async () => {
  sandbox = await startSandboxProcess();
  provider = providerAt(sandbox.url);
}, 30_000);
afterAll(() => sandbox.stop());

const providerAt = (url: string) =>
  stripePaymentProvider({
    secretKey: async () => secretKey,
    baseUrl: url.replace("localhost", "127.0.0.1"),
    stage: "test",
    returnUrl: (orderId) => `http://localhost:3000/orders/${orderId}`,
  });

function order(token: string) {
  const orderId = `ord_${++orders}`;
  return { orderId, amount: { amount: 2500, currency: "GBP" }, token, idempotencyKey: `${orderId}:1` };
}

test("holds, takes, and says so however often it is asked", async () => {
  const request = order("pm_card_visa");
  const held = await provider.authorize(request);
  expect(held).toMatchObject({ state: "authorized", amount: { amount: 2500, currency: "GBP" } });
  expect(await provider.authorize(request)).toEqual(held);
  for (let times = 0; times < 3; times++) {
    expect(await provider.capture(held.paymentId)).toEqual({ ...held, state: "captured" });
  }
  expect(await provider.void(held.paymentId)).toEqual({ ...held, state: "captured" });
  expect(await provider.get(held.paymentId)).toEqual({ ...held, state: "captured" });
});

test("lets go, and says so however often it is asked", async () => {
  const request = order("pm_card_visa");
  const held = await provider.authorize(request);
  for (let times = 0; times < 3; times++) {
    expect(await provider.void(held.paymentId)).toEqual({ ...held, state: "voided" });
  }
  expect(await provider.capture(held.paymentId)).toEqual({ ...held, state: "voided" });
  expect(await provider.authorize(request)).toEqual({ ...held, state: "voided" });
});

test("a refund of more than is left is refused for good, however often it is asked for", async () => {
  const request = order("pm_card_visa");
  const { paymentId } = await provider.authorize(request);
  await provider.capture(paymentId);
  const refundOf = (minor: number, name: string) =>
    provider.refund({
      orderId: request.orderId,
      paymentId,
      amount: { amount: minor, currency: "GBP" },
      idempotencyKey: `${request.orderId}:refund:${name}`,
    });
  expect(await refundOf(100, "by hand")).toMatchObject({ state: "done" });
  for (let times = 0; times < 3; times++) {
    expect(await refundOf(2500, "cancellation")).toMatchObject({ state: "failed" });
  }
});

test("a decline is an answer, with the payment's id and the bank's reason", async () => {
  const request = order("pm_card_visa_chargeDeclinedInsufficientFunds");
  const failed = await provider.authorize(request);
  expect(failed).toMatchObject({ state: "failed", declineCode: "insufficient_funds" });
  expect(failed.paymentId).toMatch(/^pi_/);
  expect(await provider.get(failed.paymentId)).toEqual(failed);
  expect(await provider.authorize(request)).toEqual(failed);
});

test("3-D Secure leads to the bank's page", async () => {
  const asked = await provider.authorize(order("pm_card_authenticationRequired"));
  expect(asked).toMatchObject({
    state: "requires_action",
    redirectUrl: expect.stringContaining(sandbox.url),
  });
});

test("an unknown token is refused as such", async () => {
  const error = await provider.authorize(order("pm_nobody")).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(PaymentRefused);
  expect(error).toMatchObject({ reason: "invalid_token" });
});

test("a token pays once", async () => {
  const response = await fetch(`${sandbox.url}/v1/payment_methods`, {
    method: "POST",
    headers: { authorization: "Bearer pk_test_doorbuster" },
    body: new URLSearchParams({
      type: "card",
      "card[number]": "4242424242424242",
      "card[exp_month]": "1",
      "card[exp_year]": "49",
      "card[cvc]": "123",
    }),
  });
  const { id: token } = (await response.json()) as { id: string };
  expect(await provider.authorize(order(token))).toMatchObject({ state: "authorized" });
  expect(await provider.authorize(order(token)).catch((reason: unknown) => reason)).toMatchObject({
    name: "PaymentRefused",
    reason: "invalid_token",
  });
});

test("finds the payment of an order, and of several the one that holds money", async () => {
  const request = order("pm_card_visa_chargeDeclined");
  expect(await provider.find(request.orderId)).toBeUndefined();
  await provider.authorize(request);
  const second = { ...request, token: "pm_card_visa", idempotencyKey: `${request.orderId}:2` };
  const held = await provider.authorize(second);
  const third = { ...request, idempotencyKey: `${request.orderId}:3` };
  await provider.authorize(third);
  expect(await provider.find(request.orderId)).toEqual(held);
});

test("fifty concurrent authorisations of one attempt hold the money once", async () => {
  const request = order("pm_card_visa");
  const settled = await Promise.allSettled(Array.from({ length: 50 }, () => provider.authorize(request)));
  const ids = settled.flatMap((result) => (result.status === "fulfilled" ? [result.value.paymentId] : []));
  expect(new Set(ids).size).toBe(1);
  const query = `metadata['order_id']:'${request.orderId}'`;
  expect((await sandbox.stripe.paymentIntents.search({ query })).data).toHaveLength(1);
});

/** A captured payment of a sandbox whose clock is ours, and one refund of it that can be asked for again and again. */
async function refundOf(token: string) {
  const slow = await startSandboxWithClock();
  onTestFinished(() => slow.close());
  const payments = providerAt(slow.url);
  const { orderId, amount, ...request } = order(token);
  const { paymentId } = await payments.authorize({ orderId, amount, ...request });
  await payments.capture(paymentId);
  return {
    later: () => void (slow.clock.ms += refundTakesMs),
    refund: () => payments.refund({ orderId, paymentId, amount, idempotencyKey: `${orderId}:refund:1` }),
    stateOf: async () => [(await payments.get(paymentId)).state, (await payments.find(orderId))?.state],
  };
}

test("a refund that its bank takes time over is pending, then done, and never made twice", async () => {
  const { later, refund, stateOf } = await refundOf("pm_card_pendingRefund");
  const pending = await refund();
  expect(pending).toEqual({ state: "pending", refundId: expect.stringMatching(/^re_/) });
  expect(await refund()).toEqual(pending);
  later();
  expect(await refund()).toEqual({ ...pending, state: "done" });
  expect(await stateOf()).toEqual(["refunded", "refunded"]);
});

test("a refund that its bank fails afterwards is failed when it is asked for again, and the payment is not refunded", async () => {
  const { later, refund, stateOf } = await refundOf("pm_card_refundFail");
  expect(await refund()).toMatchObject({ state: "done" });
  expect(await stateOf()).toEqual(["refunded", "refunded"]);
  later();
  expect(await refund()).toEqual({ state: "failed", code: "expired_or_canceled_card" });
  expect(await stateOf()).toEqual(["captured", "captured"]);
});
