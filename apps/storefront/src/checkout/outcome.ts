import type { CallFailure } from "@doorbuster/web/trpc/errors";
import type { Totals } from "@doorbuster/core/catalog/price";
import type { CheckoutAnswer } from "@doorbuster/core/order/checkout";

export interface ShortItem {
  readonly sku: string;
  readonly left: number;
}

/**
 * What a checkout came to, in the terms in which a customer can act on it.
 *
 * - `placed`: there is an order, settled or not; its page says the rest.
 * - `declined`, `lapsed`: there was an order, nothing is charged, another attempt is welcome.
 * - `sold-out`, `price-changed`, `invalid`, `refused`: there is no order.
 * - `wait`: too many at once; ask again with the same key after so many seconds.
 * - `unanswered`: nobody knows. Ask again with the same key, and with no other.
 */
export type Outcome =
  | { readonly kind: "placed"; readonly answer: CheckoutAnswer }
  | { readonly kind: "declined"; readonly message: string }
  | { readonly kind: "lapsed" }
  | { readonly kind: "sold-out"; readonly items: readonly ShortItem[] }
  | { readonly kind: "price-changed"; readonly totals: Totals }
  | { readonly kind: "payment-unavailable" }
  | { readonly kind: "invalid"; readonly field: string; readonly message: string }
  | { readonly kind: "refused"; readonly message: string }
  | { readonly kind: "wait"; readonly seconds: number }
  | { readonly kind: "unanswered" };

/** Outcomes after which the same request is sent again under the same key. Every other one has answered the key. */
export function isOpen(outcome: Outcome): outcome is Extract<Outcome, { kind: "wait" | "unanswered" }> {
  return outcome.kind === "wait" || outcome.kind === "unanswered";
}

export function outcomeOfAnswer(answer: CheckoutAnswer): Outcome {
  switch (answer.status) {
    case "confirmed":
    case "pending":
    case "requires_action":
      return { kind: "placed", answer };
    case "declined":
      return { kind: "declined", message: answer.decline?.message ?? "The bank declined this card." };
    case "expired":
    case "cancelled":
      return { kind: "lapsed" };
  }
}

export function outcomeOfFailure(failure: CallFailure): Outcome {
  if (failure.kind === "network") return { kind: "unanswered" };
  const { code, message, details } = failure;
  switch (code) {
    case "SOLD_OUT":
      return { kind: "sold-out", items: shortItems(details) };
    case "PRICE_CHANGED":
      return { kind: "price-changed", totals: details["totals"] as Totals };
    case "RATE_LIMITED":
      return { kind: "wait", seconds: positive(details["retryAfterSeconds"]) ?? 1 };
    case "PAYMENT_UNAVAILABLE":
      return { kind: "payment-unavailable" };
    case "INVALID_INPUT":
      return { kind: "invalid", field: text(details["field"]), message };
    // The order may have been made before something broke.
    case "INTERNAL":
      return { kind: "unanswered" };
    default:
      return { kind: "refused", message };
  }
}

function shortItems(details: Readonly<Record<string, unknown>>): ShortItem[] {
  const items: unknown = details["items"] ?? [details];
  if (!Array.isArray(items)) return [];
  return items.flatMap((item: Partial<Record<keyof ShortItem, unknown>>) =>
    typeof item.sku === "string" ? [{ sku: item.sku, left: positive(item.left) ?? 0 }] : [],
  );
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function positive(value: unknown): number | undefined {
  return typeof value === "number" && value > 0 ? value : undefined;
}
