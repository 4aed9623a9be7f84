import { demoDrop, demoProducts } from "@doorbuster/local/demo/products";
import { smokeCollection } from "../smoke/options.ts";
import type { Entry } from "./load.ts";

const { currency } = demoDrop;
const shipping = { amount: demoDrop.shipping, currency };
const expectedOrdersPerSecond = 50;

/** What `npm run smoke` buys and gives back; no drop page shows it. */
const smokeEntry: Entry = {
  sku: "SMOKE-TEST",
  collection: smokeCollection,
  position: "0001",
  name: "Test order",
  category: "Test",
  tagline: "",
  description: "Bought and given back by the smoke test.",
  picture: "",
  attributes: {},
  price: { amount: 100, currency },
  taxBasisPoints: 0,
  shipping: { amount: 0, currency },
  expectedOrdersPerSecond: 1,
  units: 10,
};

/** The laptop edition's drop, whose pictures the storefront carries, and what the smoke test buys. */
export const demoEntries: readonly Entry[] = [
  ...demoProducts.map(({ slug: _slug, stock: units, limit, price, ...product }, index): Entry => ({
    ...product,
    collection: demoDrop.collection,
    position: String(index + 1).padStart(4, "0"),
    price: { amount: price, currency },
    taxBasisPoints: demoDrop.taxRateBasisPoints,
    shipping,
    ...(limit !== undefined && { limitPerOrder: limit }),
    expectedOrdersPerSecond,
    units,
  })),
  smokeEntry,
];
