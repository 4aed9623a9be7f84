import * as z from "zod";
import type { Caller } from "@doorbuster/core/access/caller";
import { skuSchema, type Catalog, type Product } from "@doorbuster/core/catalog/product";
import { AppError } from "@doorbuster/core/errors";
import { isoTime, type Clock, type Random } from "@doorbuster/core/ports";
import { adjust, restock } from "@doorbuster/core/stock/adjust";
import { chooseShards } from "@doorbuster/core/stock/spread";
import type { StockStore } from "@doorbuster/core/stock/store";
import { apiBuilder } from "../trpc.ts";
import { staffName } from "./staffName.ts";

export interface StockDeps {
  readonly catalog: Catalog;
  readonly stock: StockStore;
  readonly clock: Clock;
  readonly random: Random;
  /** The collection that is listed unless another is named. */
  readonly collection: string;
}

const { router, staffProcedure } = apiBuilder<{ readonly stock: StockDeps }>();

const maxUnits = 1_000_000;

/** What every change of stock says of itself. */
const recordSchema = z.object({
  sku: skuSchema,
  reason: z.string().trim().min(3).max(200),
  /** Makes a repeated call count once. */
  idempotencyKey: z.string().min(16).max(64),
});

export const stockRouter = router({
  /** Every product of a collection with its stock. `committed` is sold or reserved: all that is not available. */
  list: staffProcedure("ops.stock.list")
    .input(z.object({ collection: z.string().min(1).max(100).optional() }).prefault({}))
    .query(async ({ ctx: { stock: deps }, input }) => {
      const products = await deps.catalog.list(input.collection ?? deps.collection);
      const levels = await deps.stock.read(
        products.map(({ sku, stockShards }) => ({ sku, shards: stockShards })),
      );
      const bySku = new Map(levels.map((level) => [level.sku, level]));
      return products.map(({ sku, name, category, price, picture, stockShards, expectedOrdersPerSecond }) => {
        const { stocked = 0, available = 0 } = bySku.get(sku) ?? {};
        const committed = stocked - available;
        const spread = { stockShards, expectedOrdersPerSecond };
        return { sku, name, category, price, picture, stocked, available, committed, ...spread };
      });
    }),

  /** Adds units, on the record: who, why and when. Safe to repeat with the same key. */
  restock: staffProcedure("ops.stock.restock")
    .input(recordSchema.extend({ quantity: z.int().min(1).max(maxUnits) }))
    .mutation(async ({ ctx: { stock: deps, caller }, input }) => {
      const product = await productOf(deps, input.sku);
      const record = { ...input, ...signed(deps, caller) };
      const counted = await restock(deps, record, product.stockShards);
      return { sku: product.sku, counted, ...(await levelOf(deps, product)) };
    }),

  /**
   * Puts right what a stock-take found, on the record. The difference between what was counted and what should have been
   * there is what was lost or found, whatever has been sold since: both are units that belong to no order.
   *
   * `CONFLICT` when more units are missing than are available: the others are sold or held by orders.
   */
  correct: staffProcedure("ops.stock.correct")
    .input(
      recordSchema.extend({
        counted: z.int().min(0).max(maxUnits),
        expected: z.int().min(0).max(maxUnits),
      }),
    )
    .mutation(async ({ ctx: { stock: deps, caller }, input }) => {
      const product = await productOf(deps, input.sku);
      const units = input.counted - input.expected;
      const record = { ...input, kind: "correction" as const, units, ...signed(deps, caller) };
      const counted = await adjust(deps, record, product.stockShards);
      return { sku: product.sku, counted, units, ...(await levelOf(deps, product)) };
    }),

  /** Chooses the number of shards for another expected rate, while orders flow. Safe to repeat. */
  expectRate: staffProcedure("ops.stock.expectRate")
    .input(z.object({ sku: skuSchema, ordersPerSecond: z.number().positive().max(1_000_000) }))
    .mutation(async ({ ctx: { stock: deps }, input }) => {
      const { sku } = await productOf(deps, input.sku);
      return { sku, stockShards: await chooseShards(deps, sku, input.ordersPerSecond) };
    }),

  /** Who changed a SKU's stock, when, why and by how much; newest first. */
  audit: staffProcedure("ops.stock.audit")
    .input(
      z.object({
        sku: skuSchema,
        limit: z.int().min(1).max(100).default(20),
        cursor: z.string().max(128).optional(),
      }),
    )
    .query(async ({ ctx: { stock: deps }, input: { sku, limit, cursor } }) => {
      const page = await deps.stock.audit(sku, { limit, cursor });
      return {
        entries: page.entries.map(({ idempotencyKey, ...entry }) => ({ id: idempotencyKey, ...entry })),
        cursor: page.cursor,
      };
    }),
});

/** @throws AppError `NOT_FOUND` */
async function productOf({ catalog }: StockDeps, sku: string): Promise<Product> {
  const product = (await catalog.getMany([sku])).get(sku);
  if (product) return product;
  throw new AppError("NOT_FOUND", `There is no product ${sku}.`, { details: { sku } });
}

async function levelOf({ stock }: StockDeps, { sku, stockShards }: Product) {
  const [level] = await stock.read([{ sku, shards: stockShards }]);
  return { stocked: level?.stocked ?? 0, available: level?.available ?? 0 };
}

function signed({ clock }: StockDeps, caller: Caller) {
  return { actor: staffName(caller), at: isoTime(clock.now()) };
}
