import type { Order, OrderStatus, PaymentState } from "./order.ts";

/** What can happen to an order. `place` is not here: it makes the row. */
export const moveNames = [
  "awaitAction",
  "loseSight",
  "extend",
  "confirm",
  "decline",
  "expire",
  "abandon",
  "cancel",
  "capture",
  "captureLate",
  "loseHold",
  "void",
  "requestRefund",
  "refundPart",
  "refundRest",
  "failRefund",
  "ship",
  "deliver",
  "disclose",
  "erase",
] as const;
export type MoveName = (typeof moveNames)[number];

interface Rule {
  /** Statuses and payment states from which the move is allowed. */
  readonly from: readonly OrderStatus[];
  readonly payment: readonly PaymentState[];
  /** Where it leads; a status or a payment state left out stays. */
  readonly to?: OrderStatus;
  readonly paymentTo?: PaymentState;
  /** Happens at most once: the move sets this, and is refused where it is set. */
  readonly once?: "extendedAt" | "erasedAt";
  /** The type of the timeline entry. */
  readonly entry: string;
  /** Whether the units it holds go back on sale. */
  readonly releases: boolean;
}

const undecided: readonly PaymentState[] = ["open", "unknown", "requires_action"];
const kept: readonly OrderStatus[] = ["confirmed", "shipped", "delivered"];

/** The allowed moves, whole. Whatever is not in this table does not happen. */
export const lifecycle = {
  /** The cardholder must confirm with the bank. */
  awaitAction: {
    from: ["pending"],
    payment: ["open", "unknown"],
    paymentTo: "requires_action",
    entry: "payment.requires_action",
    releases: false,
  },
  /** The provider did not answer in time: it may or may not hold the money. */
  loseSight: {
    from: ["pending"],
    payment: ["open"],
    paymentTo: "unknown",
    entry: "payment.unknown",
    releases: false,
  },
  /** Time is up while the provider still waits for the bank or the cardholder: once, they get a little longer. */
  extend: {
    from: ["pending"],
    payment: undecided,
    once: "extendedAt",
    entry: "reservation.extended",
    releases: false,
  },
  confirm: {
    from: ["pending"],
    payment: undecided,
    to: "confirmed",
    paymentTo: "authorized",
    entry: "order.confirmed",
    releases: false,
  },
  decline: {
    from: ["pending"],
    payment: undecided,
    to: "declined",
    paymentTo: "failed",
    entry: "order.declined",
    releases: true,
  },
  /** Time is up. What the provider may still hold is let go afterwards. */
  expire: {
    from: ["pending"],
    payment: undecided,
    to: "expired",
    paymentTo: "voided",
    entry: "order.expired",
    releases: true,
  },
  /** Given up before it was paid: by the customer, or because the provider certainly did nothing. */
  abandon: {
    from: ["pending"],
    payment: undecided,
    to: "cancelled",
    paymentTo: "voided",
    entry: "order.cancelled",
    releases: true,
  },
  /** Called off between confirmation and shipment. The money goes back afterwards: `void`, or a refund. */
  cancel: {
    from: ["confirmed"],
    payment: ["authorized", "captured", "refunded", "failed"],
    to: "cancelled",
    entry: "order.cancelled",
    releases: true,
  },
  /** The held money is taken. */
  capture: {
    from: kept,
    payment: ["authorized"],
    paymentTo: "captured",
    entry: "payment.captured",
    releases: false,
  },
  /** A capture that was under way when the order was cancelled: the money was taken, and must go back. */
  captureLate: {
    from: ["cancelled"],
    payment: ["authorized"],
    paymentTo: "captured",
    entry: "payment.captured",
    releases: false,
  },
  /** The hold is gone before it was taken: it lapsed, or somebody let it go at the provider. For staff to look at. */
  loseHold: {
    from: kept,
    payment: ["authorized"],
    paymentTo: "failed",
    entry: "payment.lost",
    releases: false,
  },
  /** The held money of a cancelled order is let go. */
  void: {
    from: ["cancelled"],
    payment: ["authorized"],
    paymentTo: "voided",
    entry: "payment.voided",
    releases: false,
  },
  /** Decided, and from here on it will be carried out, whatever crashes in between. */
  requestRefund: {
    from: [...kept, "cancelled"],
    payment: ["captured"],
    entry: "refund.requested",
    releases: false,
  },
  refundPart: {
    from: [...kept, "cancelled"],
    payment: ["captured"],
    entry: "payment.refunded",
    releases: false,
  },
  /** With this one, everything that was taken is back. */
  refundRest: {
    from: [...kept, "cancelled"],
    payment: ["captured"],
    paymentTo: "refunded",
    entry: "payment.refunded",
    releases: false,
  },
  /** The provider refused it for good; a member of staff must find another way. */
  failRefund: {
    from: [...kept, "cancelled"],
    payment: ["captured"],
    entry: "refund.failed",
    releases: false,
  },
  ship: {
    from: ["confirmed"],
    payment: ["authorized", "captured", "refunded"],
    to: "shipped",
    entry: "order.shipped",
    releases: false,
  },
  deliver: {
    from: ["shipped"],
    payment: ["authorized", "captured", "refunded", "failed"],
    to: "delivered",
    entry: "order.delivered",
    releases: false,
  },
  /** What is known of the person was handed out to them, by a member of staff, who stands in the entry. Nothing else moves. */
  disclose: {
    from: ["pending", "declined", "expired", ...kept, "cancelled"],
    payment: [...undecided, "authorized", "captured", "failed", "voided", "refunded"],
    entry: "order.disclosed",
    releases: false,
  },
  /** Everything that names the person is taken out of an order that is over. Nothing of it comes back. */
  erase: {
    from: ["delivered", "declined", "expired", "cancelled"],
    payment: ["captured", "refunded", "voided", "failed"],
    once: "erasedAt",
    entry: "order.erased",
    releases: false,
  },
} as const satisfies Record<MoveName, Rule>;

export type EntryType = "order.placed" | (typeof lifecycle)[MoveName]["entry"];

/** Why a move is refused, or `undefined` when it is allowed. */
export function refusal(
  order: Pick<Order, "status" | "payment" | "extendedAt" | "erasedAt">,
  move: MoveName,
): string | undefined {
  const rule: Rule = lifecycle[move];
  if (!rule.from.includes(order.status)) return `an order that is ${order.status} cannot ${move}`;
  if (!rule.payment.includes(order.payment.state)) {
    return `an order whose payment is ${order.payment.state} cannot ${move}`;
  }
  if (rule.once !== undefined && order[rule.once] !== undefined) return `an order can ${move} only once`;
  return undefined;
}
