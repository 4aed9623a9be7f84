import { productSchema, type Catalog } from "@doorbuster/core/catalog/product";
import { isoTime } from "@doorbuster/core/ports";
import { restock, type AdjustDeps } from "@doorbuster/core/stock/adjust";
import { stockShardsFor } from "@doorbuster/core/stock/shardCount";
import * as z from "zod";

/** A product as a merchant writes it down, with the units to begin with. */
export const entrySchema = productSchema
  .omit({ stockShards: true })
  .required({ expectedOrdersPerSecond: true })
  .extend({ units: z.int().min(0) })
  .strict();
export type Entry = z.infer<typeof entrySchema>;

/** The products of a file: JSON, a list of entries, no SKU twice. */
export const productFileSchema = z
  .array(entrySchema)
  .min(1)
  .refine(
    (entries) => new Set(entries.map(({ sku }) => sku)).size === entries.length,
    "a SKU is there twice",
  );

/**
 * Puts products on sale with their first units, one after another. Safe to repeat: names and prices become what is
 * written; units are added once, and how a product is spread over shards stays as the console has changed it since.
 *
 * @throws AppError `IDEMPOTENCY_MISMATCH` for a product that was loaded before with other units: those are restocked at the
 * console
 */
export async function loadProducts(
  { catalog, ...stock }: AdjustDeps & { readonly catalog: Catalog },
  entries: readonly Entry[],
  onLoaded: (sku: string, added: number) => void,
): Promise<void> {
  const known = await catalog.getMany(entries.map(({ sku }) => sku));
  for (const { units, ...product } of entries) {
    const { expectedOrdersPerSecond, stockShards } = known.get(product.sku) ?? {
      ...product,
      stockShards: stockShardsFor(product.expectedOrdersPerSecond),
    };
    const record = { reason: "first units", actor: "stage:load", at: isoTime(Date.now()) };
    const first = { sku: product.sku, quantity: units, ...record, idempotencyKey: `first-${product.sku}` };
    const added = units > 0 && (await restock(stock, first, stockShards));
    // Last: what is on sale has its stock.
    await catalog.put({
      ...product,
      ...(expectedOrdersPerSecond && { expectedOrdersPerSecond }),
      stockShards,
    });
    onLoaded(product.sku, added ? units : 0);
  }
}
