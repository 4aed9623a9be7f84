import * as z from "zod";
import { moneySchema } from "../money/money.ts";
import { maxStockShards } from "../stock/shardCount.ts";

/** 1–64 characters, compared byte for byte. */
export const skuSchema = z
  .string()
  .regex(/^[A-Za-z0-9._-]{1,64}$/, "1 to 64 letters, digits, dots, dashes or underscores");

/** Something for sale. The catalogue alone knows prices; what a client sends is only compared. */
export const productSchema = z.object({
  sku: skuSchema,
  /** The list in which the storefront shows it, a drop. */
  collection: z.string().min(1),
  /** Sorts within the collection. */
  position: z.string().min(1),
  name: z.string().min(1),
  category: z.string(),
  tagline: z.string(),
  description: z.string(),
  picture: z.string(),
  attributes: z.record(z.string(), z.string()),
  price: moneySchema,
  /** Added on top of the price, in basis points; zero where the price already holds the tax. */
  taxBasisPoints: z.int().min(0).max(10_000),
  /** Flat shipping of an order that holds this product; an order pays the highest of its products once. */
  shipping: moneySchema,
  /** The most that one order may hold; without one, 100,000. */
  limitPerOrder: z.int().min(1).optional(),
  /** Orders a second at the peak, as whoever publishes it expects; absent where the number of shards was given outright. */
  expectedOrdersPerSecond: z.number().positive().max(1_000_000).optional(),
  /** Over how many shards its orders spread themselves: `stockShardsFor` the expected rate. */
  stockShards: z.int().min(1).max(maxStockShards),
});

export type Product = z.infer<typeof productSchema>;

/** What a product's orders are expected to come to, and the shards that follow from it. */
export interface Expectation {
  readonly sku: string;
  readonly expectedOrdersPerSecond: number;
  readonly stockShards: number;
}

export interface Catalog {
  /** Products by SKU; unknown SKUs are absent from the map. */
  getMany(skus: readonly string[]): Promise<ReadonlyMap<string, Product>>;
  list(collection: string): Promise<Product[]>;
  put(product: Product): Promise<void>;
  /** Changes what is expected of a product and nothing else of it; nothing at all when there is no such product. */
  expect(expectation: Expectation): Promise<void>;
}
