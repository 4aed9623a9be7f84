import type Stripe from "stripe";
import { afterAll, beforeAll, expect, test } from "vitest";
import { refundTakesMs } from "../payments/refund.ts";
import type { LedgerReport } from "../payments/report.ts";
import { authorization, refusal, secretKey, startSandboxWithClock } from "../testing.ts";

let sandbox: Awaited<ReturnType<typeof startSandboxWithClock>>;
beforeAll(async () => {
  sandbox = await startSandboxWithClock();
});
afterAll(() => sandbox.close());

async function captured(payment_method: string): Promise<string> {
  const { id } = await sandbox.stripe.paymentIntents.create({ ...authorization, payment_method });
  await sandbox.stripe.paymentIntents.capture(id);
  return id;
}

const chargeOf = async (id: string) => {
  const expand = ["latest_charge"];
  return (await sandbox.stripe.paymentIntents.retrieve(id, { expand })).latest_charge as Stripe.Charge;
};

/** The refund by both of the ways in which it can be asked for. */
async function seen(id: string, payment_intent: string) {
  const { stripe } = sandbox;
  const retrieved = await stripe.refunds.retrieve(id);
  const listed = (await stripe.refunds.list({ payment_intent })).data.find((refund) => refund.id === id);
  expect(listed).toEqual({ ...retrieved, lastResponse: undefined });
  return retrieved;
}

/** What the ledger says of one payment, and of all. */
async function books(payment: string) {
  const headers = { authorization: `Bearer ${secretKey}` };
  const report = (await (await fetch(`${sandbox.url}/sandbox/ledger`, { headers })).json()) as LedgerReport;
  const { refundedAmount, refunds } = report.payments.find(({ id }) => id === payment)!;
  return { refundedAmount, refunds: refunds.map(({ status }) => status), totals: report.totals };
}

test("a refund to the one card is pending at first, and counts as given back all along", async () => {
  const payment_intent = await captured("pm_card_pendingRefund");
  const before = (await books(payment_intent)).totals;
  const options = { idempotencyKey: `${payment_intent}:refund` };
  const create = () => sandbox.stripe.refunds.create({ payment_intent, amount: 234 }, options);
  const created = await create();
  expect(created).toMatchObject({ status: "pending", pending_reason: "processing", amount: 234 });
  expect(await chargeOf(payment_intent)).toMatchObject({ amount_refunded: 234, refunded: false });
  const tooMuch = sandbox.stripe.refunds.create({ payment_intent, amount: 1001 });
  expect(await refusal(tooMuch)).toMatchObject({ statusCode: 400, param: "amount" });

  sandbox.clock.ms += refundTakesMs - 1;
  expect((await seen(created.id, payment_intent)).status).toBe("pending");
  sandbox.clock.ms += 1;
  const made = await seen(created.id, payment_intent);
  expect(made.status).toBe("succeeded");
  expect(made).not.toHaveProperty("pending_reason");
  expect(await create(), "a key is answered as it was the first time").toMatchObject({
    id: created.id,
    status: "pending",
  });
  const after = await books(payment_intent);
  expect(after).toMatchObject({ refundedAmount: 234, refunds: ["succeeded"] });
  expect(after.totals).toEqual({
    ...before,
    refunds: before.refunds + 1,
    refundedMinor: before.refundedMinor + 234,
  });
});

test("a refund to the other succeeds, fails later, and the charge has its amount back", async () => {
  const payment_intent = await captured("pm_card_refundFail");
  const before = (await books(payment_intent)).totals;
  const created = await sandbox.stripe.refunds.create({ payment_intent });
  expect(created).toMatchObject({ status: "succeeded", amount: 1234 });
  expect(created).not.toHaveProperty("failure_reason");
  expect(await chargeOf(payment_intent)).toMatchObject({ amount_refunded: 1234, refunded: true });
  expect(await books(payment_intent)).toMatchObject({
    refundedAmount: 1234,
    totals: { refundedMinor: before.refundedMinor + 1234, refunds: before.refunds + 1 },
  });
  expect(await refusal(sandbox.stripe.refunds.create({ payment_intent }))).toMatchObject({
    code: "charge_already_refunded",
  });

  sandbox.clock.ms += refundTakesMs;
  expect(await seen(created.id, payment_intent)).toMatchObject({
    status: "failed",
    failure_reason: "expired_or_canceled_card",
  });
  expect(await chargeOf(payment_intent)).toMatchObject({ amount_refunded: 0, refunded: false });
  expect(await books(payment_intent)).toEqual({ refundedAmount: 0, refunds: ["failed"], totals: before });

  const again = await sandbox.stripe.refunds.create({ payment_intent, amount: 1000 });
  expect(again).toMatchObject({ status: "succeeded", amount: 1000 });
  expect(await chargeOf(payment_intent)).toMatchObject({ amount_refunded: 1000, refunded: false });
});

test("what is to become of a refund outlives the process", async () => {
  const [slow, lost] = [await captured("pm_card_pendingRefund"), await captured("pm_card_refundFail")];
  const pending = await sandbox.stripe.refunds.create({ payment_intent: slow });
  const failing = await sandbox.stripe.refunds.create({ payment_intent: lost });
  await sandbox.restart();
  expect((await seen(pending.id, slow)).status).toBe("pending");
  expect((await seen(failing.id, lost)).status).toBe("succeeded");
  sandbox.clock.ms += refundTakesMs;
  await sandbox.restart();
  expect((await seen(pending.id, slow)).status).toBe("succeeded");
  expect((await seen(failing.id, lost)).status).toBe("failed");
});
