import type { Money } from "@doorbuster/core/money/money";
import type { Offer } from "@doorbuster/core/catalog/shelf";
import type { BasketLine } from "./basket.ts";

/** What has become of a line since it was put into the basket, the gravest first. */
export type LineNews =
  | { readonly kind: "withdrawn" }
  | { readonly kind: "sold-out" }
  | { readonly kind: "too-many"; readonly max: number; readonly because: "stock" | "limit" }
  | { readonly kind: "price-changed"; readonly from: Money; readonly to: Money };

/** Compares a line with the product now; `"withdrawn"` for a product that is no longer listed. Pure. */
export function newsOf(line: BasketLine, offer: Offer | "withdrawn"): readonly LineNews[] {
  if (offer === "withdrawn") return [{ kind: "withdrawn" }];
  if (offer.left <= 0) return [{ kind: "sold-out" }];
  const news: LineNews[] = [];
  const limit = offer.limitPerOrder ?? Number.POSITIVE_INFINITY;
  const max = Math.min(limit, offer.left);
  if (line.quantity > max) {
    news.push({ kind: "too-many", max, because: limit <= offer.left ? "limit" : "stock" });
  }
  const { amount, currency } = offer.price;
  if (amount !== line.priceSeen.amount || currency !== line.priceSeen.currency) {
    news.push({ kind: "price-changed", from: line.priceSeen, to: offer.price });
  }
  return news;
}

/** Whether a line can be ordered as it is. A changed price can, because the total says so before anybody pays. */
export function isOrderable(news: readonly LineNews[]): boolean {
  return news.every(({ kind }) => kind === "price-changed");
}
