import { lifecycle, type EntryType } from "@doorbuster/core/order/lifecycle";
import type { OrderStatus, PaymentState, Refund } from "@doorbuster/core/order/order";
import type { Tone } from "@doorbuster/web/components/badge";

/** How the console words the states of orders and payments, and how loudly. */
export const statusWords: Record<OrderStatus, { readonly text: string; readonly tone: Tone }> = {
  pending: { text: "Pending", tone: "info" },
  confirmed: { text: "Confirmed", tone: "good" },
  declined: { text: "Declined", tone: "bad" },
  expired: { text: "Expired", tone: "warn" },
  cancelled: { text: "Cancelled", tone: "neutral" },
  shipped: { text: "Shipped", tone: "good" },
  delivered: { text: "Delivered", tone: "good" },
};

export const paymentWords: Record<PaymentState, string> = {
  open: "Open",
  requires_action: "Waiting for the bank",
  authorized: "Authorised",
  captured: "Captured",
  failed: "Failed",
  unknown: "Unknown",
  voided: "Voided",
  refunded: "Refunded",
};

export const refundWords: Record<Refund["state"], string> = {
  requested: "Being refunded",
  done: "Refunded",
  failed: "Refund refused",
};

export const entryWords: Record<EntryType, string> = {
  "order.placed": "Placed, stock reserved",
  "payment.requires_action": "Bank asks the cardholder to confirm",
  "payment.unknown": "Provider did not answer in time",
  "reservation.extended": "Reservation extended, payment under way",
  "order.confirmed": "Confirmed, payment authorised",
  "order.declined": "Declined, stock given back",
  "order.expired": "Expired, stock given back",
  "order.cancelled": "Cancelled, stock given back",
  "payment.captured": "Payment captured",
  "payment.lost": "Hold lost before it was taken",
  "payment.voided": "Hold let go",
  "refund.requested": "Refund decided",
  "payment.refunded": "Refunded",
  "refund.failed": "Refund refused by the provider",
  "order.shipped": "Shipped",
  "order.delivered": "Delivered",
  "order.disclosed": "Personal data handed out",
  "order.erased": "Personal data erased",
};

/** Where an event leads an order: `order.confirmed` → `confirmed`. */
export function statusOf(type: EntryType): OrderStatus {
  const move = Object.values(lifecycle).find(({ entry }) => entry === type);
  return move && "to" in move ? move.to : "pending";
}
