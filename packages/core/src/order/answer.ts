import type { ReadTokens } from "../access/readToken.ts";
import { AppError } from "../errors.ts";
import type { CheckoutAnswer } from "./checkout.ts";
import type { Order } from "./order.ts";

/** Reasons for which an order is given up before any money was held. */
export const cancelReasons = {
  unavailable: "payment_unavailable",
  badToken: "invalid_payment_token",
} as const;

/**
 * What a checkout says of its order, the first time and every time after.
 *
 * @throws AppError `PAYMENT_UNAVAILABLE` or `INVALID_INPUT` for an order that was given up because the provider could
 * not be reached or did not know the token: both are worth another attempt, under another key.
 */
export async function answerFor(order: Order, tokens: ReadTokens): Promise<CheckoutAnswer> {
  if (gaveUp(order, cancelReasons.unavailable)) {
    throw new AppError(
      "PAYMENT_UNAVAILABLE",
      "Payments are not available at the moment. You have not been charged.",
      {
        details: { orderId: order.id, retryAfterSeconds: 5, newIdempotencyKey: true },
      },
    );
  }
  if (gaveUp(order, cancelReasons.badToken)) {
    throw new AppError(
      "INVALID_INPUT",
      "The payment details are no longer valid. Please enter the card again.",
      {
        details: {
          orderId: order.id,
          field: "payment.token",
          reason: "unknown_token",
          newIdempotencyKey: true,
        },
      },
    );
  }
  const { declineCode, redirectUrl } = order.payment;
  return {
    orderId: order.id,
    status: publicStatus(order),
    total: order.totals.total,
    totals: order.totals,
    readToken: await tokens.issue(order.id),
    placedAt: order.placedAt,
    ...(order.status === "pending" && { expiresAt: order.expiresAt }),
    ...(declineCode !== undefined && {
      decline: { code: publicDeclineCode(declineCode), message: declineSentence(declineCode) },
    }),
    ...(redirectUrl !== undefined && { redirectUrl }),
  };
}

/** Before the provider had a payment. Later, a reason is what somebody typed, and may read like one of these. */
function gaveUp(order: Order, reason: string): boolean {
  return order.status === "cancelled" && order.payment.paymentId === undefined && order.reason === reason;
}

function publicStatus(order: Order): CheckoutAnswer["status"] {
  switch (order.status) {
    case "pending":
      return order.payment.state === "requires_action" ? "requires_action" : "pending";
    case "shipped":
    case "delivered":
      return "confirmed";
    default:
      return order.status;
  }
}

/** The provider's decline codes that help a customer to decide what to do; every other code gets the general sentence. */
const declineSentences: Readonly<Record<string, string>> = {
  insufficient_funds: "The bank says there are not enough funds on this card. Please use another card.",
  expired_card: "This card has expired. Please use another card.",
  incorrect_cvc: "The security code is not right. Please check it and try again.",
  processing_error: "The bank could not process the card just now. Please try again in a minute.",
};

/**
 * The code that a customer's page gets. Why a bank suspects a card is not told to whoever holds it ("Declines: fraudulent,
 * stolen_card, …: don't report more than a generic decline", Stripe's documentation on decline codes).
 */
export function publicDeclineCode(code: string): string {
  return code in declineSentences ? code : "card_declined";
}

export function declineSentence(code: string): string {
  return declineSentences[code] ?? "The bank declined this card. Please use another card or ask your bank.";
}
