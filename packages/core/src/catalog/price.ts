import * as z from "zod";
import { AppError } from "../errors.ts";
import { basisPointsOf, moneySchema, sum, times, type Money } from "../money/money.ts";
import type { Product } from "./product.ts";

/** A DynamoDB transaction holds 100 items: the order, its timeline entry and, with room to spread, 90 SKUs. */
export const maxSkusPerOrder = 90;
export const maxQuantityPerLine = 100_000;

export interface Line {
  readonly sku: string;
  readonly quantity: number;
}

export const totalsSchema = z.object({
  items: moneySchema,
  tax: moneySchema,
  shipping: moneySchema,
  total: moneySchema,
});

export type Totals = z.infer<typeof totalsSchema>;

export interface PricedLine extends Line {
  readonly name: string;
  readonly unitPrice: Money;
}

export interface Price {
  readonly lines: readonly PricedLine[];
  readonly totals: Totals;
}

/** One line per SKU, sorted: two lines that share stock must not each find enough of it. */
export function foldLines(lines: readonly Line[]): Line[] {
  const bySku = new Map<string, number>();
  for (const { sku, quantity } of lines) bySku.set(sku, (bySku.get(sku) ?? 0) + quantity);
  return [...bySku].map(([sku, quantity]) => ({ sku, quantity })).sort((a, b) => (a.sku < b.sku ? -1 : 1));
}

/**
 * Prices folded lines by the catalogue. Pure.
 *
 * @throws AppError `NOT_FOUND` for an unknown SKU, `INVALID_INPUT` for more than a product's limit, more than
 * 90 SKUs, or products of several currencies. Each names the field.
 */
export function price(lines: readonly Line[], products: ReadonlyMap<string, Product>): Price {
  if (lines.length > maxSkusPerOrder) {
    throw new AppError("INVALID_INPUT", `An order can hold at most ${maxSkusPerOrder} different products.`, {
      details: { field: "lines", reason: "too_many_skus", max: maxSkusPerOrder, given: lines.length },
    });
  }
  const found = lines.map((line) => ({ line, product: known(line, products) }));
  const currency = found[0]?.product.price.currency ?? "GBP";
  const stranger = found.find(({ product }) => product.price.currency !== currency);
  if (stranger) {
    throw new AppError(
      "INVALID_INPUT",
      "These products are sold in different currencies: order them separately.",
      {
        details: { field: "lines", reason: "mixed_currencies", sku: stranger.line.sku },
      },
    );
  }
  const priced = found.map(({ line, product }) => ({
    ...line,
    name: product.name,
    unitPrice: product.price,
  }));
  const items = sum(
    currency,
    priced.map((line) => times(line.unitPrice, line.quantity)),
  );
  const tax = sum(
    currency,
    found.map(({ line, product }) =>
      basisPointsOf(times(product.price, line.quantity), product.taxBasisPoints),
    ),
  );
  const shipping = { amount: Math.max(0, ...found.map(({ product }) => product.shipping.amount)), currency };
  const total = sum(currency, [items, tax, shipping]);
  if (!Number.isSafeInteger(total.amount)) {
    throw new AppError("INVALID_INPUT", "This order is too large to be priced.", {
      details: { field: "lines", reason: "too_large" },
    });
  }
  return { lines: priced, totals: { items, tax, shipping, total } };
}

function known(line: Line, products: ReadonlyMap<string, Product>): Product {
  const product = products.get(line.sku);
  if (!product) {
    throw new AppError("NOT_FOUND", `There is no product ${line.sku}.`, {
      details: { field: "lines", sku: line.sku, reason: "unknown_sku" },
    });
  }
  const limit = product.limitPerOrder ?? maxQuantityPerLine;
  if (line.quantity > limit) {
    throw new AppError("INVALID_INPUT", `At most ${limit} of ${product.name} can be ordered at once.`, {
      details: { field: "lines", sku: line.sku, reason: "over_limit", max: limit, given: line.quantity },
    });
  }
  return product;
}
