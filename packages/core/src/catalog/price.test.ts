import * as fc from "fast-check";
import { expect, test } from "vitest";
import { AppError } from "../errors.ts";
import { aProduct } from "../testing/products.ts";
import { foldLines, price, type Line } from "./price.ts";
import type { Product } from "./product.ts";

const product = (sku: string, changes: Partial<Product> = {}) => aProduct({ sku, ...changes });
const catalogue = (...products: Product[]) => new Map(products.map((each) => [each.sku, each]));

function codeOf(run: () => unknown): AppError {
  try {
    run();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error("did not throw");
}

test("two lines of one SKU become one, so that together they cannot take more than there is", () => {
  const lines = [
    { sku: "B", quantity: 1 },
    { sku: "A", quantity: 2 },
    { sku: "B", quantity: 3 },
  ];
  expect(foldLines(lines)).toEqual([
    { sku: "A", quantity: 2 },
    { sku: "B", quantity: 4 },
  ]);
});

test("folding keeps the units and does not depend on the order of the lines", () => {
  const line = fc.record({
    sku: fc.constantFrom("A", "B", "C", "a"),
    quantity: fc.integer({ min: 1, max: 99 }),
  });
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      const folded = foldLines(lines);
      expect(foldLines(lines.toReversed())).toEqual(folded);
      const units = (list: readonly Line[]) => list.reduce((total, each) => total + each.quantity, 0);
      expect(units(folded)).toBe(units(lines));
    }),
  );
});

test("the total is items, tax by line and the highest shipping once", () => {
  const products = catalogue(
    product("A", {
      price: { amount: 333, currency: "GBP" },
      taxBasisPoints: 2_000,
      shipping: { amount: 395, currency: "GBP" },
    }),
    product("B", { price: { amount: 50, currency: "GBP" }, shipping: { amount: 100, currency: "GBP" } }),
  );
  const { totals } = price(
    [
      { sku: "A", quantity: 3 },
      { sku: "B", quantity: 1 },
    ],
    products,
  );
  expect(totals.items.amount).toBe(1_049);
  expect(totals.tax.amount).toBe(200); // 20 % of 999 is 199.8
  expect(totals.shipping.amount).toBe(395);
  expect(totals.total.amount).toBe(1_644);
});

test("an unknown SKU is named", () => {
  const error = codeOf(() => price([{ sku: "GHOST", quantity: 1 }], catalogue()));
  expect(error.code).toBe("NOT_FOUND");
  expect(error.details).toMatchObject({ sku: "GHOST" });
});

test("a product's limit holds for the order", () => {
  const error = codeOf(() =>
    price([{ sku: "A", quantity: 3 }], catalogue(product("A", { limitPerOrder: 2 }))),
  );
  expect(error.code).toBe("INVALID_INPUT");
  expect(error.details).toMatchObject({ sku: "A", reason: "over_limit", max: 2 });
});

test("90 different products fit into an order, 91 don't", () => {
  const skus = Array.from({ length: 91 }, (_, i) => `S${i}`);
  const products = catalogue(...skus.map((sku) => product(sku)));
  const lines = skus.map((sku) => ({ sku, quantity: 1 }));
  expect(price(lines.slice(0, 90), products).totals.total.amount).toBe(90_000);
  expect(codeOf(() => price(lines, products)).details).toMatchObject({ reason: "too_many_skus", max: 90 });
});

test("currencies are never mixed", () => {
  const products = catalogue(product("A"), product("B", { price: { amount: 1, currency: "EUR" } }));
  const lines = [
    { sku: "A", quantity: 1 },
    { sku: "B", quantity: 1 },
  ];
  expect(codeOf(() => price(lines, products)).details).toMatchObject({ reason: "mixed_currencies" });
});
