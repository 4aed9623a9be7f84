import type { EntryType } from "@doorbuster/core/order/lifecycle";
import { declineSentence } from "@doorbuster/core/order/answer";
import type { Tone } from "@doorbuster/web/components/badge";
import type { Order } from "../api/outputs.ts";

export interface Standing {
  /** One or two words, for lists. */
  readonly badge: string;
  readonly tone: Tone;
  /** What happened. */
  readonly title: string;
  /** What it means, and what to do if anything. */
  readonly advice: string;
}

/** Where an order stands, in a customer's words. Pure. */
export function standingOf(
  order: Pick<Order, "status" | "paymentState" | "declineCode" | "refunds">,
): Standing {
  switch (order.status) {
    case "pending":
      return pendingStanding(order.paymentState);
    case "confirmed":
      if (order.paymentState === "failed") return unpaidStanding;
      return {
        badge: "Confirmed",
        tone: "good",
        title: "Thank you. It’s yours.",
        advice: "Your order is paid for and confirmed. A confirmation is on its way to your inbox.",
      };
    case "declined":
      return {
        badge: "Declined",
        tone: "bad",
        title: "The payment was declined",
        advice: `${declineSentence(order.declineCode ?? "")} You have not been charged, and the items went back on sale.`,
      };
    case "expired":
      return {
        badge: "Lapsed",
        tone: "neutral",
        title: "This order lapsed",
        advice: "It was not paid in time, so the items went back on sale. You have not been charged.",
      };
    case "cancelled":
      return {
        badge: "Cancelled",
        tone: "neutral",
        title: "This order was cancelled",
        advice: `The items went back on sale. ${isRefused(order) ? refundRefused : moneyBack[order.paymentState]}`,
      };
    case "shipped":
      return {
        badge: "On its way",
        tone: "info",
        title: "It’s on its way",
        advice: "Your order has left us and is travelling to you.",
      };
    case "delivered":
      return {
        badge: "Delivered",
        tone: "good",
        title: "Delivered",
        advice: "It has arrived. We hope you like it.",
      };
  }
}

/** Confirmed, and then the hold was lost before the money was taken: a person writes to them. */
const unpaidStanding: Standing = {
  badge: "Not paid",
  tone: "bad",
  title: "The payment did not go through",
  advice:
    "The hold on your card ended before the payment was taken. You have not been charged, and nothing is sent for now. We will write to you.",
};

const refundRefused =
  "The refund to your card did not go through. We are looking into it and will write to you.";

/** A refund failed for good, none is under way, and not all of the money is back. */
function isRefused({ paymentState, refunds }: Pick<Order, "paymentState" | "refunds">): boolean {
  const has = (wanted: Order["refunds"][number]["state"]) => refunds.some(({ state }) => state === wanted);
  return paymentState === "captured" && has("failed") && !has("requested");
}

/** What became of the money of a cancelled order. */
const moneyBack: Readonly<Record<Order["paymentState"], string>> = {
  open: "You have not been charged.",
  requires_action: "You have not been charged.",
  unknown: "You have not been charged.",
  failed: "You have not been charged.",
  voided: "You have not been charged.",
  authorized: "The hold on your card is being released.",
  captured: "Your money is on its way back to your card.",
  refunded: "Your money was sent back to your card; banks take a few days to show it.",
};

function pendingStanding(paymentState: Order["paymentState"]): Standing {
  switch (paymentState) {
    case "requires_action":
      return {
        badge: "Confirm with bank",
        tone: "warn",
        title: "Your bank wants to know it’s you",
        advice: "Confirm the payment with your bank. The items are held for you until then.",
      };
    case "unknown":
      return {
        badge: "Waiting for bank",
        tone: "info",
        title: "We are waiting for your bank",
        advice:
          "The bank has not told us yet whether the payment went through. The items are held for you and this page follows along. Please don’t order again.",
      };
    default:
      return {
        badge: "Paying",
        tone: "info",
        title: "Your payment is being made",
        advice: "The items are held for you. This takes a few seconds, and this page follows along.",
      };
  }
}

/** Each kind of timeline entry in a customer's words. */
export const entryWords: Readonly<Record<EntryType, string>> = {
  "order.placed": "Order placed, items held for you",
  "payment.requires_action": "Your bank asked you to confirm the payment",
  "payment.unknown": "The bank did not answer in time; we keep asking",
  "reservation.extended": "Held a little longer while your bank decides",
  "order.confirmed": "Payment accepted, order confirmed",
  "order.declined": "The bank declined the payment",
  "order.expired": "Not paid in time, items released",
  "order.cancelled": "Order cancelled, items released",
  "payment.captured": "Payment taken",
  "payment.lost": "The payment did not go through; we will write to you",
  "payment.voided": "The hold on your card was released",
  "refund.requested": "Refund on its way",
  "payment.refunded": "Refunded",
  "refund.failed": "The refund did not go through; we are looking into it and will write to you",
  "order.shipped": "Sent",
  "order.delivered": "Delivered",
  "order.disclosed": "A copy of your data was made for you",
  "order.erased": "Your personal data was erased",
};

export type StepState = "done" | "current" | "ahead" | "failed";

/**
 * The road of an order that goes well, and how far this one has come. A lapsed or declined one failed at the payment, as did one
 * whose hold was lost.
 */
export function stepsOf({
  status,
  paymentState,
}: Pick<Order, "status" | "paymentState">): readonly (readonly [name: string, state: StepState])[] {
  const names = ["Placed", "Paid", "On its way", "Delivered"];
  const reached = { pending: 0, confirmed: 1, shipped: 2, delivered: 3 };
  if (status === "declined" || status === "expired" || status === "cancelled") {
    return [
      ["Placed", "done"],
      ["Paid", "failed"],
    ];
  }
  return names.map((name, step) => {
    if (name === "Paid" && paymentState === "failed") return [name, "failed"];
    if (step <= reached[status]) return [name, "done"];
    return [name, status === "pending" && step === 1 ? "current" : "ahead"];
  });
}

/** Whether money is on its way back. */
export function isMoneyMoving(order: Pick<Order, "status" | "paymentState" | "refunds">): boolean {
  const { status, paymentState, refunds } = order;
  if (refunds.some(({ state }) => state === "requested")) return true;
  if (status !== "cancelled" || isRefused(order)) return false;
  return paymentState === "authorized" || paymentState === "captured";
}

/** Whether anything may still happen within minutes. */
export function isUnsettled(status: Order["status"]): boolean {
  return status === "pending";
}

/** Whether there will be more to tell of an order. */
export function mayStillMove(status: Order["status"]): boolean {
  return status === "pending" || status === "confirmed" || status === "shipped";
}
