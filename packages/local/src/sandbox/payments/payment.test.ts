import fc from "fast-check";
import { expect, test } from "vitest";
import { StripeError } from "../api/errors.ts";
import { behaviours, type BehaviourName } from "../cards/behaviours.ts";
import * as steps from "./payment.ts";
import type { Payment, PaymentMethod, Step } from "./payment.ts";

const newPayment = (amount: number, captureMethod: Payment["captureMethod"]): Payment => ({
  id: "pi_1",
  clientSecret: "pi_1_secret_1",
  created: 0,
  amount,
  currency: "gbp",
  captureMethod,
  status: "requires_payment_method",
  methodId: null,
  returnUrl: null,
  description: null,
  metadata: {},
  chargeId: null,
  captured: 0,
  refunded: 0,
  failure: null,
  canceledAt: null,
  cancellationReason: null,
});

const cardOf = (behaviour: BehaviourName, used = false): PaymentMethod => ({
  id: "pm_1",
  brand: "visa",
  last4: "4242",
  expMonth: 12,
  expYear: 2040,
  behaviour,
  created: 0,
  used,
});

const card = fc.constantFrom(...(Object.keys(behaviours) as BehaviourName[])).map((name) => cardOf(name));
const part = fc.option(fc.integer({ min: -5, max: 120 }), { nil: undefined });
const move: fc.Arbitrary<(payment: Payment) => Step> = fc.oneof(
  card.map((method) => (payment: Payment) => steps.confirm(payment, method, "ch_1")),
  fc.tuple(card, fc.boolean()).map(
    ([method, passed]) =>
      (payment: Payment) =>
        steps.authenticate(payment, method, passed, "ch_1"),
  ),
  part.map((amount) => (payment: Payment) => steps.capture(payment, amount)),
  fc.constant((payment: Payment) => steps.cancel(payment, null, 1)),
  part.map((amount) => (payment: Payment) => steps.refund(payment, amount)),
);

test("no sequence of steps takes more than was held, gives back more than was taken, or moves money of a dead payment", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 100 }),
      fc.constantFrom("manual" as const, "automatic" as const),
      fc.array(move, { maxLength: 12 }),
      (amount, captureMethod, moves) => {
        let payment = newPayment(amount, captureMethod);
        for (const take of moves) {
          const before = payment;
          try {
            payment = take(before).payment;
          } catch (error) {
            expect(error).toBeInstanceOf(StripeError);
          }
          expect(payment.captured).toBeLessThanOrEqual(amount);
          expect(payment.refunded).toBeLessThanOrEqual(payment.captured);
          expect(payment.captured > 0).toBe(payment.status === "succeeded");
          if (before.status === "canceled") expect(payment).toEqual(before);
          if (before.status === "succeeded") expect(payment.captured).toBe(before.captured);
        }
      },
    ),
  );
});

test("a card that belongs to no customer pays once", () => {
  const again = () => steps.confirm(newPayment(100, "manual"), cardOf("approve", true), "ch_1");
  expect(again).toThrow("previously used");
});

test("a challenge that is failed holds nothing and may be tried with another card", () => {
  const method = cardOf("challenge");
  const asked = steps.confirm(newPayment(100, "manual"), method, "ch_1").payment;
  expect(asked.status).toBe("requires_action");
  const failed = steps.authenticate(asked, method, false, "ch_1");
  expect(failed.payment).toMatchObject({ status: "requires_payment_method", chargeId: null });
  expect(failed.event).toBe("payment_intent.payment_failed");
  const second = steps.confirm(failed.payment, cardOf("approve"), "ch_2").payment;
  expect(second).toMatchObject({ status: "requires_capture", failure: null });
});
