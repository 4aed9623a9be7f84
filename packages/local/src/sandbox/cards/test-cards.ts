import type { CardBrand } from "./card-number.ts";

/** The card's bank says no. `code` and `declineCode` as Stripe documents them at docs.stripe.com/declines/codes. */
export interface Decline {
  readonly outcome: "decline";
  readonly code: string;
  readonly declineCode?: string;
  /** For the shopper. */
  readonly message: string;
}

export type CardBehaviour =
  | { readonly outcome: "approve" }
  | Decline
  /** The bank wants to see the cardholder (3-D Secure); `afterwards` is its answer once it has. */
  | { readonly outcome: "challenge"; readonly afterwards: { readonly outcome: "approve" } | Decline };

const declined = (declineCode: string, message = "Your card was declined."): Decline => ({
  outcome: "decline",
  code: "card_declined",
  declineCode,
  message,
});

const genericDecline = declined("generic_decline");

export const behaviours = {
  approve: { outcome: "approve" },
  generic_decline: genericDecline,
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
  challenge: { outcome: "challenge", afterwards: { outcome: "approve" } },
  challenge_then_decline: { outcome: "challenge", afterwards: genericDecline },
} as const satisfies Record<string, CardBehaviour>;

export type BehaviourName = keyof typeof behaviours;

export interface TestCard {
  readonly number: string;
  /** What server code uses in place of the number. */
  readonly token: string;
  readonly brand: CardBrand["id"];
  readonly behaviour: BehaviourName;
  readonly meaning: string;
}

const card = (
  number: string,
  token: string,
  brand: TestCard["brand"],
  behaviour: BehaviourName,
  meaning: string,
): TestCard => ({ number, token, brand, behaviour, meaning });

/** Stripe's own test numbers and tokens, from docs.stripe.com/testing. */
export const testCards: readonly TestCard[] = [
  card("4242424242424242", "pm_card_visa", "visa", "approve", "Pays"),
  card("4000056655665556", "pm_card_visa_debit", "visa", "approve", "Pays (debit)"),
  card("5555555555554444", "pm_card_mastercard", "mastercard", "approve", "Pays"),
  card("378282246310005", "pm_card_amex", "amex", "approve", "Pays"),
  card("6011111111111117", "pm_card_discover", "discover", "approve", "Pays"),
  card("3056930009020004", "pm_card_diners", "diners", "approve", "Pays"),
  card("3566002020360505", "pm_card_jcb", "jcb", "approve", "Pays"),
  card("6200000000000005", "pm_card_unionpay", "unionpay", "approve", "Pays"),
  card("4000000000000002", "pm_card_visa_chargeDeclined", "visa", "generic_decline", "Declined"),
  card(
    "4000000000009995",
    "pm_card_visa_chargeDeclinedInsufficientFunds",
    "visa",
    "insufficient_funds",
    "Insufficient funds",
  ),
  card("4000000000009987", "pm_card_visa_chargeDeclinedLostCard", "visa", "lost_card", "Lost card"),
  card("4000000000009979", "pm_card_visa_chargeDeclinedStolenCard", "visa", "stolen_card", "Stolen card"),
  card(
    "4000000000006975",
    "pm_card_visa_chargeDeclinedVelocityLimitExceeded",
    "visa",
    "velocity",
    "Too many attempts",
  ),
  card("4000000000000069", "pm_card_chargeDeclinedExpiredCard", "visa", "expired_card", "Expired card"),
  card("4000000000000127", "pm_card_chargeDeclinedIncorrectCvc", "visa", "incorrect_cvc", "Wrong CVC"),
  card(
    "4000000000000119",
    "pm_card_chargeDeclinedProcessingError",
    "visa",
    "processing_error",
    "Processing error",
  ),
  card("4000002760003184", "pm_card_authenticationRequired", "visa", "challenge", "3-D Secure, then pays"),
  card("4000000000003220", "pm_card_threeDSecure2Required", "visa", "challenge", "3-D Secure 2, then pays"),
  card(
    "4000008400001629",
    "pm_card_threeDSecureRequiredChargeDeclined",
    "visa",
    "challenge_then_decline",
    "3-D Secure, then declined",
  ),
];

const byNumber = new Map(testCards.map((entry) => [entry.number, entry]));
const byToken = new Map(testCards.map((entry) => [entry.token, entry]));

/** Names under which Stripe's documentation knew two of them before. */
const formerTokens: Readonly<Record<string, string>> = {
  pm_card_chargeDeclined: "pm_card_visa_chargeDeclined",
  pm_card_chargeDeclinedInsufficientFunds: "pm_card_visa_chargeDeclinedInsufficientFunds",
};

export const testCardByNumber = (number: string): TestCard | undefined => byNumber.get(number);
export const testCardByToken = (token: string): TestCard | undefined =>
  byToken.get(formerTokens[token] ?? token);
