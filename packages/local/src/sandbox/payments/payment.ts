import { cardError, invalidRequest, type StripeError } from "../api/errors.ts";
import { behaviourOf, type BehaviourName, type CardBehaviour, type Decline } from "../cards/behaviours.ts";
import type { CardBrand } from "../cards/card-number.ts";

/** A card as the sandbox keeps it: never its number. */
export interface PaymentMethod {
  readonly id: string;
  readonly brand: CardBrand["id"];
  readonly last4: string;
  readonly expMonth: number;
  readonly expYear: number;
  readonly behaviour: BehaviourName;
  /** Unix seconds. */
  readonly created: number;
  /** A card that belongs to no customer pays once. */
  readonly used: boolean;
}

export type PaymentStatus =
  | "requires_payment_method"
  | "requires_confirmation"
  | "requires_action"
  | "requires_capture"
  | "canceled"
  | "succeeded";

export interface PaymentFailure {
  readonly code: string;
  readonly declineCode?: string;
  readonly message: string;
}

/** A PaymentIntent's own data; `objects.ts` shows it in Stripe's shape. Amounts are minor units. */
export interface Payment {
  readonly id: string;
  readonly clientSecret: string;
  /** Unix seconds. */
  readonly created: number;
  readonly amount: number;
  /** ISO 4217, lower case. */
  readonly currency: string;
  readonly captureMethod: "automatic" | "manual";
  readonly status: PaymentStatus;
  readonly methodId: string | null;
  readonly returnUrl: string | null;
  readonly description: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  /** The latest attempt to charge the card. */
  readonly chargeId: string | null;
  readonly captured: number;
  /** What is given back or about to be; a refund that failed no longer counts. */
  readonly refunded: number;
  readonly failure: PaymentFailure | null;
  readonly canceledAt: number | null;
  readonly cancellationReason: string | null;
}

export type PaymentEvent =
  | "payment_intent.amount_capturable_updated"
  | "payment_intent.succeeded"
  | "payment_intent.payment_failed"
  | "payment_intent.requires_action"
  | "payment_intent.canceled"
  | "charge.refunded";

/** Everything that a webhook may be told of. */
export type EventType = PaymentEvent | "refund.created";

/** What a step leads to: the payment after it and the event that tells of it. */
export interface Step {
  readonly payment: Payment;
  readonly event: PaymentEvent;
}

const confirmable: readonly PaymentStatus[] = [
  "requires_payment_method",
  "requires_confirmation",
  "requires_action",
];
const cancelable: readonly PaymentStatus[] = [...confirmable, "requires_capture"];

/**
 * Shows the card to its bank. A decline is a step too: the payment then waits for another card.
 * @param behaviour what the bank does, unless told: as the card or the amount says
 */
export function confirm(
  payment: Payment,
  method: PaymentMethod,
  chargeId: string,
  behaviour: CardBehaviour = behaviourOf(payment.amount, method.behaviour),
): Step {
  expectStatus(payment, "confirm", confirmable);
  if (method.used) {
    throw invalidRequest(
      "The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment. It may not be used again.",
    );
  }
  const asked = { ...payment, methodId: method.id, failure: null };
  if (behaviour.outcome === "challenge") {
    return { payment: { ...asked, status: "requires_action" }, event: "payment_intent.requires_action" };
  }
  return settle(asked, behaviour, chargeId);
}

/** The cardholder came back from the bank's page. */
export function authenticate(
  payment: Payment,
  method: PaymentMethod,
  passed: boolean,
  chargeId: string,
): Step {
  expectStatus(payment, "authenticate", ["requires_action"]);
  const behaviour = behaviourOf(payment.amount, method.behaviour);
  if (passed) {
    return settle(payment, behaviour.outcome === "challenge" ? behaviour.afterwards : behaviour, chargeId);
  }
  return fail(payment, {
    code: "payment_intent_authentication_failure",
    message: "We are unable to authenticate your payment method. Please choose a different payment method.",
  });
}

/** @param amount minor units; all that is held unless told, and what is left is let go */
export function capture(payment: Payment, amount = payment.amount): Step {
  expectStatus(payment, "capture", ["requires_capture"]);
  if (amount < 1 || amount > payment.amount) {
    throw invalidRequest("The amount to capture must be between 1 and the amount held.", {
      code: "amount_too_large",
      param: "amount_to_capture",
    });
  }
  return {
    payment: { ...payment, status: "succeeded", captured: amount },
    event: "payment_intent.succeeded",
  };
}

/** @param now Unix seconds */
export function cancel(payment: Payment, reason: string | null, now: number): Step {
  expectStatus(payment, "cancel", cancelable);
  return {
    payment: { ...payment, status: "canceled", canceledAt: now, cancellationReason: reason },
    event: "payment_intent.canceled",
  };
}

/** @param amount minor units; all that was captured and not yet given back unless told */
export function refund(payment: Payment, amount = payment.captured - payment.refunded): Step {
  if (payment.captured === 0) {
    throw invalidRequest(`This PaymentIntent (${payment.id}) does not have a successful charge to refund.`, {
      param: "payment_intent",
    });
  }
  if (payment.captured === payment.refunded) {
    throw invalidRequest(`Charge ${payment.chargeId} has already been refunded.`, {
      code: "charge_already_refunded",
    });
  }
  const left = payment.captured - payment.refunded;
  if (amount < 1 || amount > left) {
    throw invalidRequest(`Refund amount (${amount}) is greater than unrefunded amount on charge (${left}).`, {
      param: "amount",
    });
  }
  return { payment: { ...payment, refunded: payment.refunded + amount }, event: "charge.refunded" };
}

/** What Stripe answers to a confirmation whose card was declined: 402, with the payment as it stands. */
export function declined(failure: PaymentFailure, chargeId: string | null, shown: unknown): StripeError {
  return cardError(failure.message, failure.code, {
    ...(failure.declineCode ? { decline_code: failure.declineCode } : {}),
    ...(chargeId ? { charge: chargeId } : {}),
    payment_intent: shown,
  });
}

function settle(payment: Payment, answer: { outcome: "approve" } | Decline, chargeId: string): Step {
  const charged = { ...payment, chargeId };
  if (answer.outcome === "decline") {
    const { code, declineCode, message } = answer;
    return fail(charged, { code, message, ...(declineCode ? { declineCode } : {}) });
  }
  return payment.captureMethod === "manual"
    ? {
        payment: { ...charged, status: "requires_capture" },
        event: "payment_intent.amount_capturable_updated",
      }
    : {
        payment: { ...charged, status: "succeeded", captured: payment.amount },
        event: "payment_intent.succeeded",
      };
}

function fail(payment: Payment, failure: PaymentFailure): Step {
  return {
    payment: { ...payment, status: "requires_payment_method", methodId: null, failure },
    event: "payment_intent.payment_failed",
  };
}

/** A step from the wrong state. The API adds the payment as it stands to the answer. */
function expectStatus(payment: Payment, verb: string, allowed: readonly PaymentStatus[]): void {
  if (allowed.includes(payment.status)) return;
  throw invalidRequest(
    `You cannot ${verb} this PaymentIntent because it has a status of ${payment.status}. Allowed: ${allowed.join(", ")}.`,
    { code: "payment_intent_unexpected_state" },
  );
}
