import type { Money } from "@doorbuster/core/money/money";
import type { Offer } from "@doorbuster/core/catalog/shelf";
import type { BasketLine } from "./basket.ts";

/** What the lines cost at today's prices as far as they are known, before tax and delivery. */
export function subtotalOf(
  lines: readonly { readonly line: BasketLine; readonly offer: Offer | "withdrawn" | undefined }[],
): Money {
  const priced = lines
    .filter(({ offer }) => offer !== "withdrawn")
    .map(({ line, offer }) => ({
      quantity: line.quantity,
      price: typeof offer === "object" ? offer.price : line.priceSeen,
    }));
  return {
    amount: priced.reduce((amount, { quantity, price }) => amount + price.amount * quantity, 0),
    currency: priced[0]?.price.currency ?? "GBP",
  };
}
