import type { Product } from "@doorbuster/core/catalog/product";

export const price = { amount: 4_900, currency: "GBP" } as const;

/** More than any run can sell: a benchmark of selling out would measure something else. */
export const unitsPerSku = 10_000_000;

/** How many SKUs a run is spread over. */
const spreadOver = 64;

/** Orders over many SKUs, or all for the same one, as on the minute of a drop. */
export type Demand = "spread" | "hot";

/** A hot SKU is split as one that expects some thousand orders a second. */
const shards: Readonly<Record<Demand, number>> = { spread: 1, hot: 16 };

/** One line of one unit: an order of a drop. */
export function goods(demand: Demand): Product[] {
  const count = demand === "hot" ? 1 : spreadOver;
  return Array.from({ length: count }, (_, index) => ({
    sku: `${demand}-${index}`,
    collection: "bench",
    position: `${demand}-${index}`,
    name: `Article ${index} of the ${demand} run`,
    category: "Bench",
    tagline: "",
    description: "",
    picture: "",
    attributes: {},
    price,
    taxBasisPoints: 0,
    shipping: { amount: 0, currency: price.currency },
    stockShards: shards[demand],
  }));
}
