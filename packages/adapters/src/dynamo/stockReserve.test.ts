import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Product } from "@doorbuster/core/catalog/product";
import { fewShards } from "@doorbuster/core/order/reserve";
import { aProduct } from "@doorbuster/core/testing/products";
import { openStockBench, type StockBench } from "../testing/stockBench.ts";

vi.setConfig({ testTimeout: 30_000 });

let bench: StockBench;
beforeAll(async () => {
  bench = await openStockBench();
});
afterAll(() => bench.close());

const level = async ({ sku, stockShards }: Product) =>
  (await bench.stock.read([{ sku, shards: stockShards }]))[0];

let runs = 0;

test("baskets over several hot SKUs, all in conflict with each other, make progress and sell exactly what there is", async () => {
  const drop = fc.array(
    fc.record({ units: fc.integer({ min: 0, max: 20 }), shards: fc.integer({ min: 1, max: fewShards + 4 }) }),
    { minLength: 2, maxLength: 5 },
  );
  await fc.assert(
    fc.asyncProperty(drop, fc.integer({ min: 1, max: 3 }), async (shelves, quantity) => {
      const run = runs++;
      const products = await Promise.all(
        shelves.map(({ units, shards }, i) => bench.put(`HOT-${run}-${i}`, units, shards)),
      );
      const basket = products.map(({ sku }) => ({ sku, quantity }));
      await bench.inConflict(async () => {
        const possible = Math.floor(Math.min(...shelves.map(({ units }) => units)) / quantity);
        const orders = await bench.crowd(possible + 5, () => bench.reserve(basket, products));
        expect(orders).toHaveLength(possible);
        for (const [i, product] of products.entries()) {
          const units = shelves[i]?.units ?? 0;
          expect((await level(product))?.available ?? 0).toBe(units - possible * quantity);
        }
      });
    }),
    { numRuns: 5 },
  );
});

/** A SKU whose units lie one by one in as many shards. */
async function crumbs(sku: string, units: number): Promise<Product> {
  const product = aProduct({ sku, stockShards: units });
  await bench.fill(sku, units, units);
  return product;
}

test("a basket that lies in more shards than a transaction holds is pulled together, and sold", async () => {
  const products = await Promise.all([crumbs("LEFT", 60), crumbs("RIGHT", 55)]);
  const basket = [
    { sku: "LEFT", quantity: 60 },
    { sku: "RIGHT", quantity: 55 },
  ];
  const order = await bench.reserve(basket, products);
  expect(order.takes.length).toBeLessThanOrEqual(98);
  for (const product of products) expect(await level(product)).toMatchObject({ available: 0 });
});

test("the last units are sold, whichever the basket: ninety SKUs with two crumbs each", async () => {
  const products = await Promise.all(Array.from({ length: 90 }, (_, i) => crumbs(`CRUMB-${i}`, 2)));
  const basket = products.map(({ sku }) => ({ sku, quantity: 2 }));
  const order = await bench.reserve(basket, products);
  expect(order.takes.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(180);
  await expect(bench.reserve(basket, products)).rejects.toMatchObject({ code: "SOLD_OUT" });
});

test("two large baskets pull at the same crumbs, in conflict: one is sold, the other is told the truth", async () => {
  const products = await Promise.all([crumbs("PULL-A", 60), crumbs("PULL-B", 60)]);
  const basket = products.map(({ sku }) => ({ sku, quantity: 60 }));
  await bench.inConflict(async () => {
    expect(await bench.crowd(2, () => bench.reserve(basket, products))).toHaveLength(1);
  });
  for (const product of products) expect(await level(product)).toMatchObject({ stocked: 60, available: 0 });
});
