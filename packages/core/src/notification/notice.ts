import { formatMoney } from "../money/money.ts";
import type { EntryType } from "../order/lifecycle.ts";
import type { TimelineEntry } from "../order/timeline.ts";
import type { NoticeKind } from "./preferences.ts";

/** What a customer is told of one timeline entry, in words that every channel can use. */
export interface Notice {
  readonly kind: NoticeKind;
  /** Goes on from “Your order …”; the subject of a mail, the title of a push. */
  readonly title: string;
  /** What it means, in whole sentences. */
  readonly sentences: readonly string[];
  /** Particulars by name, for channels with room. */
  readonly details: readonly (readonly [name: string, value: string])[];
  /** Goes on from “order ABC123 …” in a text message: the fullest wording first, each complete in itself. */
  readonly short: readonly string[];
}

/** A customer who waits at the checkout has the answer before this is over (milliseconds); later they may have left. */
const checkoutMs = 60_000;

const total = ({ order }: TimelineEntry) => formatMoney(order.totals.total);

/** Which entries are told to the customer, and how. Whatever is not in this table stays between us and the timeline. */
const notices = {
  "order.confirmed": (entry) => ({
    kind: "confirmed",
    title: "is confirmed",
    sentences: ["Your order is confirmed. We'll write again when it ships."],
    details: [["Total", total(entry)]],
    short: [`is confirmed, ${total(entry)}.`],
  }),

  "order.shipped": ({ order: { shipment } }) => ({
    kind: "shipped",
    title: "is on its way",
    sentences: [
      shipment ? `${shipment.carrier} has your parcel.` : "Your parcel has left us.",
      "We'll write again when it has arrived.",
    ],
    details: shipment
      ? [
          ["Carrier", shipment.carrier],
          ["Tracking number", shipment.trackingNumber],
        ]
      : [],
    short: [
      ...(shipment
        ? [
            `is on its way with ${shipment.carrier}, number ${shipment.trackingNumber}.`,
            `is on its way with ${shipment.carrier}.`,
          ]
        : []),
      "is on its way.",
    ],
  }),

  "order.delivered": () => ({
    kind: "delivered",
    title: "has been delivered",
    sentences: ["Your parcel has arrived. We hope you like what is in it."],
    details: [],
    short: ["has been delivered."],
  }),

  /** Given up before it was confirmed, it was never a customer's order: whoever gave it up knows. */
  "order.cancelled": (entry) =>
    entry.order.confirmedAt === undefined
      ? undefined
      : {
          kind: "changed",
          title: "is cancelled",
          sentences: ["Your order is cancelled and will not be sent.", moneyAfterCancelling(entry)],
          details: [["Total", total(entry)]],
          short: ["is cancelled. No money is kept.", "is cancelled."],
        },

  "payment.refunded": ({ refund }) =>
    refund && {
      kind: "changed",
      title: "is refunded",
      sentences: [
        `We have refunded ${formatMoney(refund.amount)} to the card you paid with.`,
        "It can take your bank some days to show it.",
      ],
      details: [["Refund", formatMoney(refund.amount)]],
      short: [`is refunded, ${formatMoney(refund.amount)}.`],
    },

  "order.expired": () => ({
    kind: "changed",
    title: "was not completed",
    sentences: ["It was not paid in time, so the items went back on sale. You have not been charged."],
    details: [],
    short: ["was not paid in time. You have not been charged.", "was not paid in time."],
  }),

  /** Most are told at the checkout itself; this is for whoever had left it, because the bank took its time. */
  "order.declined": ({ at, order: { placedAt } }) =>
    Date.parse(at) - Date.parse(placedAt) <= checkoutMs
      ? undefined
      : {
          kind: "changed",
          title: "was not completed",
          sentences: [
            "Your bank declined the payment, so the items went back on sale. You have not been charged.",
          ],
          details: [],
          short: ["was declined by your bank. You have not been charged.", "was declined by your bank."],
        },
} as const satisfies Partial<Record<EntryType, (entry: TimelineEntry) => Notice | undefined>>;

type ToldType = keyof typeof notices;

/** The types of entry that a channel need hear of. */
export const toldTypes = Object.keys(notices) as readonly ToldType[];

export function noticeOf(entry: TimelineEntry): Notice | undefined {
  return isTold(entry.type) ? notices[entry.type](entry) : undefined;
}

function isTold(type: EntryType): type is ToldType {
  return type in notices;
}

function moneyAfterCancelling({ order: { paymentState } }: TimelineEntry): string {
  if (paymentState === "authorized") return "The amount held on your card is let go.";
  if (paymentState === "failed") return "You have not been charged.";
  return paymentState === "captured"
    ? "What you paid goes back to your card; we'll write again when it is under way."
    : "What you paid was sent back to your card already.";
}
