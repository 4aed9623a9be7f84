import type { BehaviourName } from "./behaviours.ts";
import type { CardBrand } from "./card-number.ts";

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
const stripesCards: readonly TestCard[] = [
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
  card(
    "4000000000007726",
    "pm_card_pendingRefund",
    "visa",
    "refund_pending",
    "Pays; refunds are pending at first",
  ),
  card(
    "4000000000005126",
    "pm_card_refundFail",
    "visa",
    "refund_fails",
    "Pays; refunds succeed, and fail later",
  ),
];

/**
 * Ours, for what Stripe's own test mode never does. Where the charge is made and the answer lost, the same idempotency key
 * asks again successfully, as it would after a broken connection.
 */
const faultyCards: readonly TestCard[] = [
  card("4000009900000012", "pm_card_slow", "visa", "slow", "Pays, two seconds late"),
  card("4000009900000020", "pm_card_timeoutBeforeCharge", "visa", "timeout_before", "No answer, not charged"),
  card("4000009900000038", "pm_card_timeoutAfterCharge", "visa", "timeout_after", "No answer, but charged"),
  card("4000009900000046", "pm_card_cutBeforeCharge", "visa", "cut_before", "Connection cut, not charged"),
  card("4000009900000053", "pm_card_cutAfterCharge", "visa", "cut_after", "Connection cut, but charged"),
  card("4000009900000061", "pm_card_errorBeforeCharge", "visa", "error_before", "Status 500, not charged"),
  card("4000009900000079", "pm_card_errorAfterCharge", "visa", "error_after", "Status 500, but charged"),
  card("4000009900000087", "pm_card_rateLimited", "visa", "rate_limit", "Too many requests (429)"),
];

export const testCards: readonly TestCard[] = [...stripesCards, ...faultyCards];

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
