import { stripePaymentLedger } from "@doorbuster/adapters/payment/stripeLedger";
import type { LedgerPayment, PaymentLedger } from "@doorbuster/core/payment/ledger";
import { PaymentRefused } from "@doorbuster/core/payment/provider";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { refundTakesMs } from "./payments/refund.ts";
import {
  authorization,
  secretKey,
  startSandboxProcess,
  startSandboxWithClock,
  type SandboxProcess,
} from "./testing.ts";

let sandbox: SandboxProcess;
let ledger: PaymentLedger;
beforeAll(async () => {
  sandbox = await startSandboxProcess();
  ledger = ledgerWith(secretKey);
}, 30_000);
afterAll(() => sandbox.stop());

const ledgerWith = (key: string, stage = "test", url = sandbox.url) =>
  stripePaymentLedger({
    secretKey: async () => key,
    stage,
    baseUrl: url.replace("localhost", "127.0.0.1"),
  });

const soon = () => Math.ceil(Date.now() / 1_000) * 1_000 + 1_000;
const ago = 60_000;

async function pay(orderId: string, stage = "test"): Promise<string> {
  const metadata = { order_id: orderId, stage };
  return (await sandbox.stripe.paymentIntents.create({ ...authorization, metadata })).id;
}

test("says of each payment what is held, what was taken and what went back", async () => {
  const { paymentIntents, refunds } = sandbox.stripe;
  const [held, voided, taken, refunded] = [await pay("h"), await pay("v"), await pay("t"), await pay("r")];
  await paymentIntents.cancel(voided);
  await paymentIntents.capture(taken);
  await paymentIntents.capture(refunded);
  await refunds.create({ payment_intent: refunded, amount: 234 });
  const declined = { ...authorization, payment_method: "pm_card_visa_chargeDeclined", metadata: {} };
  await paymentIntents.create(declined).catch(() => undefined);

  const payments = await Array.fromAsync(ledger.made(soon() - ago, soon()));
  const payment = (id: string, changes: object) =>
    expect.objectContaining({ id, currency: "GBP", ...changes });
  expect(payments).toEqual([
    expect.objectContaining({ orderId: null, held: 0, taken: 0, refunded: 0 }),
    payment(refunded, { orderId: "r", held: 0, taken: 1_234, refunded: 234 }),
    payment(taken, { orderId: "t", held: 0, taken: 1_234, refunded: 0 }),
    payment(voided, { orderId: "v", held: 0, taken: 0, refunded: 0 }),
    payment(held, { orderId: "h", held: 1_234, taken: 0, refunded: 0 }),
  ]);
  const { madeAt: _, ...asListed } = payments[1] ?? { madeAt: 0 };
  expect(await ledger.get(refunded)).toEqual(asListed);
  expect(await Array.fromAsync(ledger.refunded(soon() - ago, soon()))).toEqual([asListed]);
});

test("what a refund gave back that failed is not given back, in any of the lists", async () => {
  const slow = await startSandboxWithClock();
  onTestFinished(() => slow.close());
  const { paymentIntents, refunds } = slow.stripe;
  const books = ledgerWith(secretKey, "test", slow.url);
  const { id } = await paymentIntents.create({ ...authorization, payment_method: "pm_card_refundFail" });
  await paymentIntents.capture(id);
  await refunds.create({ payment_intent: id, amount: 234 });
  const refunded = async () => {
    const lists = [books.made(soon() - ago, soon()), books.refunded(soon() - ago, soon())];
    const [made, back] = await Promise.all(lists.map((list) => Array.fromAsync<LedgerPayment>(list)));
    return [await books.get(id), ...(made ?? []), ...(back ?? [])].map((payment) => payment?.refunded);
  };
  expect(await refunded()).toEqual([234, 234, 234]);
  slow.clock.ms += refundTakesMs;
  expect(await refunded()).toEqual([0, 0, 0]);
});

test("lists every payment of a stretch of time, over as many pages as it takes, and none beside it", async () => {
  const before = soon();
  const made = await Promise.all(Array.from({ length: 205 }, (_, i) => pay(`page-${i}`)));
  const listed = await Array.fromAsync(ledger.made(before - ago, soon() + ago));
  const ids = new Set(listed.map(({ id }) => id));
  expect(made.filter((id) => !ids.has(id))).toEqual([]);
  expect(ids.size).toBe(listed.length);
  const { madeAt: second } = listed[0] ?? { madeAt: 0 };
  const inThatSecond = await Array.fromAsync(ledger.made(second, second + 1_000));
  expect(inThatSecond).toEqual(listed.filter(({ madeAt }) => madeAt === second));
  expect(await Array.fromAsync(ledger.made(before - 2 * ago, before - ago))).toEqual([]);
});

test("stages that share an account each list what they made, and what nobody says to have made", async () => {
  const { paymentIntents, refunds } = sandbox.stripe;
  const mine = await pay("mine", "preview-1");
  const others = await pay("others", "preview-2");
  const byHand = (await paymentIntents.create({ ...authorization, metadata: {} })).id;
  for (const id of [mine, others, byHand]) {
    await paymentIntents.capture(id);
    await refunds.create({ payment_intent: id });
  }
  for (const [stage, own] of [
    ["preview-1", mine],
    ["preview-2", others],
  ] as const) {
    const ledger = ledgerWith(secretKey, stage);
    for (const list of ["made", "refunded"] as const) {
      const listed = (await Array.fromAsync(ledger[list](soon() - ago, soon()))).map(({ id }) => id);
      expect([mine, others, byHand].filter((id) => listed.includes(id))).toEqual([own, byHand]);
    }
  }
});

test("a payment that the provider does not know is nothing; a key that it does not know is a refusal", async () => {
  expect(await ledger.get("pi_unknown")).toBeUndefined();
  await expect(ledgerWith("sk_test_another").get("pi_unknown")).rejects.toBeInstanceOf(PaymentRefused);
  await expect(Array.fromAsync(ledgerWith("sk_test_another").made(0, soon()))).rejects.toBeInstanceOf(
    PaymentRefused,
  );
});
