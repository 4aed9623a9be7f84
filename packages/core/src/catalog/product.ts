import * as z from "zod";
import { moneySchema } from "../money/money.ts";

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
  /** Into how many shards its stock is split; a restock writes them all, its head and an audit entry at once. */
  stockShards: z.int().min(1).max(98),
});

export type Product = z.infer<typeof productSchema>;

export interface Catalog {
  /** Products by SKU; unknown SKUs are absent from the map. */
  getMany(skus: readonly string[]): Promise<ReadonlyMap<string, Product>>;
  list(collection: string): Promise<Product[]>;
  put(product: Product): Promise<void>;
}
