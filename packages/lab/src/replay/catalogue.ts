import type { Product } from "@doorbuster/core/catalog/product";
import { toMinorUnits } from "./decimal.ts";
import type { OrderLine } from "./orderLines.ts";
import { skuOf } from "./sku.ts";

/** The data's prices are pounds. */
export const currency = "GBP";

/** A run's products are in a list of their own, so that none shows on the drop page. */
export const collectionOf = (run: string): string => `replay-${run}`;

/** One product per stock code, with the description and price of its last line. @returns products by stock code */
export function makeCatalogue(lines: readonly OrderLine[], run: string): Map<string, Product> {
  const last = new Map(lines.map((line) => [line.stockCode, line]));
  return new Map([...last].map(([code, line]) => [code, productOf(line, run)]));
}

function productOf({ stockCode, description, unitPrice }: OrderLine, run: string): Product {
  return {
    sku: skuOf(run, stockCode),
    collection: collectionOf(run),
    position: stockCode,
    name: description,
    category: "Replay",
    tagline: "",
    description,
    picture: "",
    attributes: { stockCode },
    price: { amount: toMinorUnits(unitPrice), currency },
    taxBasisPoints: 0,
    shipping: { amount: 0, currency },
    // A year's orders are spread over thousands of SKUs: none of them is hot.
    stockShards: 1,
  };
}
