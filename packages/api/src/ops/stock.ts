import * as z from "zod";
import { skuSchema, type Catalog } from "@doorbuster/core/catalog/product";
import { AppError } from "@doorbuster/core/errors";
import { isoTime, type Clock } from "@doorbuster/core/ports";
import type { StockStore } from "@doorbuster/core/stock/store";
import type { Caller } from "@doorbuster/core/access/caller";
import { apiBuilder } from "../trpc.ts";

export interface StockDeps {
  readonly catalog: Catalog;
  readonly levels: StockStore;
  readonly clock: Clock;
  /** The collection that is listed unless another is named. */
  readonly collection: string;
}

const { router, staffProcedure } = apiBuilder<{ readonly stock: StockDeps }>();

export const stockRouter = router({
  /** Every product of a collection with its stock. `committed` is sold or reserved: all that is not available. */
  list: staffProcedure("ops.stock.list")
    .input(z.object({ collection: z.string().min(1).max(100).optional() }).prefault({}))
    .query(async ({ ctx: { stock }, input }) => {
      const products = await stock.catalog.list(input.collection ?? stock.collection);
      const levels = await stock.levels.read(
        products.map(({ sku, stockShards }) => ({ sku, shards: stockShards })),
      );
      const bySku = new Map(levels.map((level) => [level.sku, level]));
      return products.map(({ sku, name, category, price, picture }) => {
        const { stocked = 0, available = 0 } = bySku.get(sku) ?? {};
        return { sku, name, category, price, picture, stocked, available, committed: stocked - available };
      });
    }),

  /** Adds units, on the record: who, why and when. Safe to repeat with the same key. */
  restock: staffProcedure("ops.stock.restock")
    .input(
      z.object({
        sku: skuSchema,
        quantity: z.int().min(1).max(1_000_000),
        reason: z.string().trim().min(3).max(200),
        idempotencyKey: z.string().min(16).max(64),
      }),
    )
    .mutation(async ({ ctx: { stock, caller }, input }) => {
      const product = (await stock.catalog.getMany([input.sku])).get(input.sku);
      if (!product) {
        throw new AppError("NOT_FOUND", `There is no product ${input.sku}.`, { details: { sku: input.sku } });
      }
      const at = isoTime(stock.clock.now());
      const counted = await stock.levels.restock(
        { ...input, actor: nameOf(caller), at },
        product.stockShards,
      );
      const [level] = await stock.levels.read([{ sku: product.sku, shards: product.stockShards }]);
      return { sku: product.sku, counted, stocked: level?.stocked ?? 0, available: level?.available ?? 0 };
    }),
});

function nameOf(caller: Caller): string {
  return caller.kind === "user" ? (caller.email ?? caller.subject) : "guest";
}
