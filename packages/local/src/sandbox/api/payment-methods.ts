import * as z from "zod";
import { brandOf, fullYear, isCardNumber, isExpired } from "../cards/card-number.ts";
import { testCardByNumber } from "../cards/test-cards.ts";
import type { PaymentMethod } from "../payments/payment.ts";
import { endpoint, type Call } from "./endpoint.ts";
import { cardError } from "./errors.ts";
import { integer } from "./parameters.ts";

const card = z.strictObject({
  number: z.string().transform((text) => text.replace(/[\s-]/g, "")),
  exp_month: integer(0, 99),
  exp_year: integer(0, 9999),
  cvc: z.string(),
});

/**
 * Turns a card into a token. Only the hosted fields call it, with the publishable key: the number is looked at here, and
 * neither stored, logged nor answered.
 */
const create = endpoint({
  method: "POST",
  path: "/v1/payment_methods",
  operation: "tokenize",
  key: "publishable",
  params: z.strictObject({ type: z.literal("card"), card }),
  execute(call, params) {
    const testCard = checkCard(call, params.card);
    const method: PaymentMethod = {
      id: call.newId("pm"),
      brand: testCard.brand,
      last4: testCard.number.slice(-4),
      expMonth: params.card.exp_month,
      expYear: fullYear(params.card.exp_year),
      behaviour: testCard.behaviour,
      created: Math.floor(call.now() / 1000),
      used: false,
    };
    call.ledger.savePaymentMethod(method);
    return paymentMethodObject(method);
  },
});

export const paymentMethodEndpoints = [create];

function checkCard(call: Call, { number, exp_month: month, exp_year: year, cvc }: z.output<typeof card>) {
  if (!isCardNumber(number)) {
    throw cardError("Your card number is incorrect.", "incorrect_number", { param: "number" });
  }
  if (month < 1 || month > 12) {
    throw cardError("Your card's expiration month is invalid.", "invalid_expiry_month", {
      param: "exp_month",
    });
  }
  if (isExpired(month, year, new Date(call.now()))) {
    throw cardError("Your card's expiration year is invalid.", "invalid_expiry_year", { param: "exp_year" });
  }
  if (!/^\d+$/.test(cvc) || cvc.length !== brandOf(number).cvcLength) {
    throw cardError("Your card's security code is invalid.", "invalid_cvc", { param: "cvc" });
  }
  const testCard = testCardByNumber(number);
  if (!testCard) {
    throw cardError(
      "Your card was declined: this is a sandbox, and only takes test cards.",
      "card_declined",
      {
        decline_code: "test_mode_live_card",
      },
    );
  }
  return testCard;
}

function paymentMethodObject(method: PaymentMethod) {
  return {
    id: method.id,
    object: "payment_method",
    type: "card",
    card: {
      brand: method.brand,
      last4: method.last4,
      exp_month: method.expMonth,
      exp_year: method.expYear,
    },
    created: method.created,
    customer: null,
    livemode: false,
  };
}
