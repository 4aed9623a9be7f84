import type { Product } from "../catalog/product.ts";

/** A product of 10.00 GBP without tax, shipping or limit, for tests. */
export function aProduct(changes: Partial<Product> = {}): Product {
  const sku = changes.sku ?? "LAMP-1";
  return {
    sku,
    collection: "test",
    position: sku,
    name: `Product ${sku}`,
    category: "test",
    tagline: "",
    description: "",
    picture: "",
    attributes: {},
    price: { amount: 1_000, currency: "GBP" },
    taxBasisPoints: 0,
    shipping: { amount: 0, currency: "GBP" },
    stockShards: 1,
    ...changes,
  };
}
