import type { Payment } from "../payments/payment.ts";
import { refundStatus, type Refund } from "../payments/refund.ts";

/**
 * Our records in Stripe's shapes (docs.stripe.com/api, version {@link apiVersion}). Fields of features that the sandbox
 * does not have are left out.
 */
export const apiVersion = "2026-10-28.endive";

/** What a caller may have shown whole in the place of its id. */
export const expansions = ["latest_charge"] as const;
export type Expansion = (typeof expansions)[number];

/** @param challengeUrl where the cardholder confirms a payment that `requires_action` */
export function paymentIntentObject(
  payment: Payment,
  challengeUrl: (payment: Payment) => string,
  expand: readonly Expansion[],
) {
  return {
    id: payment.id,
    object: "payment_intent",
    allowed_payment_method_types: null,
    amount: payment.amount,
    amount_capturable: payment.status === "requires_capture" ? payment.amount : 0,
    amount_received: payment.captured,
    automatic_payment_methods: null,
    canceled_at: payment.canceledAt,
    cancellation_reason: payment.cancellationReason,
    capture_method: payment.captureMethod,
    client_secret: payment.clientSecret,
    confirmation_method: "automatic",
    created: payment.created,
    currency: payment.currency,
    customer: null,
    description: payment.description,
    last_payment_error: payment.failure && {
      type: "card_error",
      code: payment.failure.code,
      ...(payment.failure.declineCode ? { decline_code: payment.failure.declineCode } : {}),
      message: payment.failure.message,
      ...(payment.chargeId ? { charge: payment.chargeId } : {}),
    },
    latest_charge:
      payment.chargeId && expand.includes("latest_charge") ? chargeObject(payment) : payment.chargeId,
    livemode: false,
    metadata: payment.metadata,
    next_action:
      payment.status === "requires_action"
        ? {
            type: "redirect_to_url",
            redirect_to_url: { url: challengeUrl(payment), return_url: payment.returnUrl },
          }
        : null,
    payment_method: payment.methodId,
    payment_method_types: ["card"],
    processing: null,
    status: payment.status,
  };
}

/** The latest attempt to charge the card. One that was declined is a charge too: it failed. */
export function chargeObject(payment: Payment) {
  const failed = !["requires_capture", "succeeded", "canceled"].includes(payment.status);
  return {
    id: payment.chargeId,
    object: "charge",
    amount: payment.amount,
    amount_captured: payment.captured,
    amount_refunded: payment.refunded,
    captured: payment.captured > 0,
    created: payment.created,
    currency: payment.currency,
    failure_code: failed ? (payment.failure?.code ?? null) : null,
    failure_message: failed ? (payment.failure?.message ?? null) : null,
    livemode: false,
    metadata: payment.metadata,
    paid: !failed,
    payment_intent: payment.id,
    payment_method: payment.methodId,
    refunded: payment.captured > 0 && payment.refunded === payment.captured,
    status: failed ? "failed" : "succeeded",
  };
}

/** @param now Unix milliseconds: a refund is shown as it stands at that moment */
export function refundObject(refund: Refund, now: number) {
  const status = refundStatus(refund, now);
  return {
    id: refund.id,
    object: "refund",
    amount: refund.amount,
    balance_transaction: null,
    charge: refund.chargeId,
    created: refund.created,
    currency: refund.currency,
    ...(status === "failed" && { failure_reason: "expired_or_canceled_card" }),
    metadata: refund.metadata,
    payment_intent: refund.paymentId,
    ...(status === "pending" && { pending_reason: "processing" }),
    reason: refund.reason,
    receipt_number: null,
    source_transfer_reversal: null,
    transfer_reversal: null,
    status,
  };
}
