import type { FaultAt } from "../faults/catalogue.ts";
import type { RefundOutcome } from "../payments/refund.ts";

/** The card's bank says no. `code` and `declineCode` as Stripe documents them at docs.stripe.com/declines/codes. */
export interface Decline {
  readonly outcome: "decline";
  readonly code: string;
  readonly declineCode?: string;
  /** For the shopper. */
  readonly message: string;
}

interface Approval {
  readonly outcome: "approve";
  /** What goes wrong around the charge; Stripe has no such cards. */
  readonly fault?: FaultAt<"request">;
  /** What refunds to it come to after a while. Without it they are made at once and for good. */
  readonly refundsBecome?: RefundOutcome;
}

export type CardBehaviour =
  | Approval
  | Decline
  /** The bank wants to see the cardholder (3-D Secure); `afterwards` is its answer once it has. */
  | { readonly outcome: "challenge"; readonly afterwards: Approval | Decline };

const declined = (declineCode: string, message = "Your card was declined."): Decline => ({
  outcome: "decline",
  code: "card_declined",
  declineCode,
  message,
});

const declines = {
  generic_decline: declined("generic_decline"),
  insufficient_funds: declined("insufficient_funds", "Your card has insufficient funds."),
  lost_card: declined("lost_card"),
  stolen_card: declined("stolen_card"),
  velocity: declined(
    "card_velocity_exceeded",
    "Your card was declined for making repeated attempts too frequently or exceeding its amount limit.",
  ),
  expired_card: { outcome: "decline", code: "expired_card", message: "Your card has expired." },
  incorrect_cvc: {
    outcome: "decline",
    code: "incorrect_cvc",
    message: "Your card's security code is incorrect.",
  },
  processing_error: {
    outcome: "decline",
    code: "processing_error",
    message: "An error occurred while processing your card. Try again in a little bit.",
  },
} as const satisfies Record<string, Decline>;

export type DeclineName = keyof typeof declines;
export const declineNames = Object.keys(declines) as readonly DeclineName[];

/** Everything that a card can do, by name. Cards, tokens and amounts below are only names for these. */
export const behaviours = {
  approve: { outcome: "approve" },
  ...declines,
  challenge: { outcome: "challenge", afterwards: { outcome: "approve" } },
  challenge_then_decline: { outcome: "challenge", afterwards: declines.generic_decline },
  refund_pending: { outcome: "approve", refundsBecome: "succeeded" },
  refund_fails: { outcome: "approve", refundsBecome: "failed" },
  slow: { outcome: "approve", fault: "latency" },
  timeout_before: { outcome: "approve", fault: "timeoutBefore" },
  timeout_after: { outcome: "approve", fault: "timeoutAfter" },
  cut_before: { outcome: "approve", fault: "cutBefore" },
  cut_after: { outcome: "approve", fault: "cutAfter" },
  error_before: { outcome: "approve", fault: "errorBefore" },
  error_after: { outcome: "approve", fault: "errorAfter" },
  rate_limit: { outcome: "approve", fault: "rateLimit" },
} as const satisfies Record<string, CardBehaviour>;

export type BehaviourName = keyof typeof behaviours;

/**
 * Amounts, in minor units, that behave in a way of their own, whatever the card: 999,999.01 is declined, and so on. They
 * are the last of the eight digits that Stripe takes, where no basket comes by chance.
 */
export const magicAmounts: ReadonlyMap<number, BehaviourName> = new Map([
  [99_999_901, "generic_decline"],
  [99_999_902, "insufficient_funds"],
  [99_999_903, "expired_card"],
  [99_999_904, "processing_error"],
  [99_999_911, "challenge"],
  [99_999_912, "challenge_then_decline"],
  [99_999_921, "slow"],
  [99_999_922, "timeout_before"],
  [99_999_923, "timeout_after"],
  [99_999_924, "cut_before"],
  [99_999_925, "cut_after"],
  [99_999_926, "error_before"],
  [99_999_927, "error_after"],
  [99_999_928, "rate_limit"],
]);

/** What happens when this much is charged to a card that behaves so. */
export function behaviourOf(amount: number, card: BehaviourName): CardBehaviour {
  return behaviours[magicAmounts.get(amount) ?? card];
}

/** The fault around such a charge, if there is one. */
export function faultOf(behaviour: CardBehaviour): FaultAt<"request"> | undefined {
  return behaviour.outcome === "approve" ? behaviour.fault : undefined;
}

/** What refunds of such a charge come to after a while, if they are not made at once. */
export function refundsBecome(behaviour: CardBehaviour): RefundOutcome | undefined {
  return behaviour.outcome === "approve" ? behaviour.refundsBecome : undefined;
}
