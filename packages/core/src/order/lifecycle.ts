import type { Order, OrderStatus, PaymentState } from "./order.ts";

/** What can happen to an order. `place` is not here: it makes the row. */
export const moveNames = [
  "awaitAction",
  "loseSight",
  "confirm",
  "decline",
  "expire",
  "cancel",
  "capture",
] as const;
export type MoveName = (typeof moveNames)[number];

interface Rule {
  /** Statuses and payment states from which the move is allowed. */
  readonly from: readonly OrderStatus[];
  readonly payment: readonly PaymentState[];
  /** Where it leads; a status left out stays. */
  readonly to?: OrderStatus;
  readonly paymentTo: PaymentState;
  /** The type of the timeline entry. */
  readonly entry: string;
  /** Whether the units it holds go back on sale. */
  readonly releases: boolean;
}

const undecided: readonly PaymentState[] = ["open", "unknown", "requires_action"];

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
  /** Time is up, and the provider holds nothing for it. */
  expire: {
    from: ["pending"],
    payment: undecided,
    to: "expired",
    paymentTo: "voided",
    entry: "order.expired",
    releases: true,
  },
  /** Given up before any money was held: the provider certainly did nothing. */
  cancel: {
    from: ["pending"],
    payment: undecided,
    to: "cancelled",
    paymentTo: "voided",
    entry: "order.cancelled",
    releases: true,
  },
  /** The held money is taken. */
  capture: {
    from: ["confirmed", "shipped", "delivered"],
    payment: ["authorized"],
    paymentTo: "captured",
    entry: "payment.captured",
    releases: false,
  },
} as const satisfies Record<MoveName, Rule>;

export type EntryType = "order.placed" | (typeof lifecycle)[MoveName]["entry"];

/** Why a move is refused, or `undefined` when it is allowed. */
export function refusal(order: Pick<Order, "status" | "payment">, move: MoveName): string | undefined {
  const rule: Rule = lifecycle[move];
  if (!rule.from.includes(order.status)) return `an order that is ${order.status} cannot ${move}`;
  if (!rule.payment.includes(order.payment.state)) {
    return `an order whose payment is ${order.payment.state} cannot ${move}`;
  }
  return undefined;
}
