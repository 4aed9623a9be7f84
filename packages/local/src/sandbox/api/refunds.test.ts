import type Stripe from "stripe";
import { afterAll, beforeAll, expect, test } from "vitest";
import { authorization, refusal, startSandboxProcess, type SandboxProcess } from "../testing.ts";

let sandbox: SandboxProcess;
beforeAll(async () => {
  sandbox = await startSandboxProcess();
}, 30_000);
afterAll(() => sandbox.stop());

async function captured(): Promise<string> {
  const { id } = await sandbox.stripe.paymentIntents.create(authorization);
  await sandbox.stripe.paymentIntents.capture(id);
  return id;
}

const chargeOf = async (id: string) => {
  const { latest_charge } = await sandbox.stripe.paymentIntents.retrieve(id, { expand: ["latest_charge"] });
  return latest_charge as Stripe.Charge;
};

test("gives part of it back, then the rest, and the charge says how much", async () => {
  const { refunds } = sandbox.stripe;
  const payment_intent = await captured();
  expect(await chargeOf(payment_intent)).toMatchObject({
    object: "charge",
    payment_intent,
    status: "succeeded",
    amount_captured: 1234,
    amount_refunded: 0,
    refunded: false,
  });
  const part = await refunds.create({
    payment_intent,
    amount: 234,
    reason: "requested_by_customer",
    metadata: { order_id: "ord_1", refund_id: "r1" },
  });
  expect(part).toMatchObject({
    object: "refund",
    amount: 234,
    currency: "gbp",
    status: "succeeded",
    reason: "requested_by_customer",
    payment_intent,
    metadata: { order_id: "ord_1", refund_id: "r1" },
  });
  expect(part.id).toMatch(/^re_/);
  expect(await refunds.retrieve(part.id)).toEqual(part);
  expect(await chargeOf(payment_intent)).toMatchObject({ amount_refunded: 234, refunded: false });

  const rest = await refunds.create({ payment_intent });
  expect(rest).toMatchObject({ amount: 1000, reason: null, metadata: {} });
  expect(await chargeOf(payment_intent)).toMatchObject({ amount_refunded: 1234, refunded: true });
  expect((await refunds.list({ payment_intent })).data).toEqual([rest, part]);
  expect((await refunds.list({ payment_intent, limit: 1 })).has_more).toBe(true);
});

test("the same key gives the same refund, once", async () => {
  const payment_intent = await captured();
  const params = { payment_intent, amount: 100 };
  const create = () =>
    sandbox.stripe.refunds.create(params, { idempotencyKey: `${payment_intent}:refund:1` });
  const first = await create();
  expect((await create()).id).toBe(first.id);
  expect(await chargeOf(payment_intent)).toMatchObject({ amount_refunded: 100 });
});

test("fifty refunds of a tenth at once give back no more than was taken", async () => {
  const payment_intent = await captured();
  const refund = () => sandbox.stripe.refunds.create({ payment_intent, amount: 123 });
  const settled = await Promise.allSettled(Array.from({ length: 50 }, refund));
  expect(settled.filter(({ status }) => status === "fulfilled")).toHaveLength(10);
  expect(await chargeOf(payment_intent)).toMatchObject({ amount_refunded: 1230 });
});

test("refuses more than is left, what is all refunded, and what was never taken", async () => {
  const { refunds, paymentIntents } = sandbox.stripe;
  const payment_intent = await captured();
  expect(await refusal(refunds.create({ payment_intent, amount: 1235 }))).toMatchObject({
    type: "StripeInvalidRequestError",
    statusCode: 400,
    param: "amount",
  });
  await refunds.create({ payment_intent });
  expect(await refusal(refunds.create({ payment_intent }))).toMatchObject({
    code: "charge_already_refunded",
  });
  const held = await paymentIntents.create(authorization);
  expect(await refusal(refunds.create({ payment_intent: held.id }))).toMatchObject({
    statusCode: 400,
    param: "payment_intent",
  });
  expect(await refusal(refunds.retrieve("re_unknown"))).toMatchObject({
    statusCode: 404,
    code: "resource_missing",
  });
});

test("tells of a refund by two events, the refund's and the charge's", async () => {
  const payment_intent = await captured();
  const refund = await sandbox.stripe.refunds.create({ payment_intent, amount: 1 });
  const { data } = await sandbox.stripe.events.list({ limit: 2 });
  expect(data.map(({ type }) => type)).toEqual(["charge.refunded", "refund.created"]);
  expect(data[0]?.data.object).toMatchObject({ object: "charge", payment_intent, amount_refunded: 1 });
  expect(data[1]?.data.object).toEqual({ ...refund, lastResponse: undefined });
});

test("a declined charge is a charge that failed; only what can be expanded is", async () => {
  const { paymentIntents } = sandbox.stripe;
  const declined = { ...authorization, payment_method: "pm_card_visa_chargeDeclined" };
  const { payment_intent } = await refusal(paymentIntents.create(declined));
  expect(await chargeOf(payment_intent!.id)).toMatchObject({
    status: "failed",
    paid: false,
    failure_code: "card_declined",
    refunded: false,
  });
  const [listed] = (await paymentIntents.list({ limit: 1, expand: ["data.latest_charge"] })).data;
  expect(listed?.latest_charge).toMatchObject({ object: "charge", status: "failed" });
  expect(await refusal(paymentIntents.retrieve(payment_intent!.id, { expand: ["weather"] }))).toMatchObject({
    statusCode: 400,
    param: "expand[0]",
  });
});
