import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { AppError } from "@doorbuster/core/errors";
import { move } from "@doorbuster/core/order/move";
import type { Order } from "@doorbuster/core/order/order";
import { defaultPolicy as policy } from "@doorbuster/core/order/policy";
import { adjust } from "@doorbuster/core/stock/adjust";
import { available } from "@doorbuster/core/stock/shards";
import { chooseShards } from "@doorbuster/core/stock/spread";
import { openStockBench, type StockBench } from "../testing/stockBench.ts";

vi.setConfig({ testTimeout: 60_000 });

let bench: StockBench;
beforeAll(async () => {
  bench = await openStockBench();
});
afterAll(() => bench.close());

const action = fc.record({
  what: fc.constantFrom("buy", "buy", "buy", "buyAndLapse", "buyAndLapse", "restock", "lose", "respread"),
  quantity: fc.integer({ min: 1, max: 12 }),
});
type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;

let keys = 0;

/** One customer or member of staff. @returns the order that holds units afterwards, if there is one */
async function act(sku: string, { what, quantity }: Action): Promise<Order | undefined> {
  const product = (await bench.catalog.getMany([sku])).get(sku);
  if (!product) throw new Error(`${sku} was put on sale`);
  switch (what) {
    case "buy":
      return bench.reserve([{ sku, quantity }], [product]);
    case "buyAndLapse":
      return lapse(await bench.reserve([{ sku, quantity }], [product]));
    case "restock":
      await bench.fill(sku, quantity, product.stockShards);
      return undefined;
    case "lose": {
      const idempotencyKey = `lose-${keys++}`;
      const loss = { sku, kind: "correction", units: -quantity, ...bench.record(), idempotencyKey } as const;
      await adjust(bench, loss, product.stockShards);
      return undefined;
    }
    case "respread":
      await chooseShards(bench, sku, quantity * 10);
      return undefined;
  }
}

async function lapse(order: Order): Promise<undefined> {
  const expiry = move(order, "expire", { now: 0, actor: "system", policy });
  while (!(await bench.orders.commit(expiry))) await bench.clock.sleep(10);
}

const refused = (error: unknown) => {
  if (!(error instanceof AppError) || error.code === "IDEMPOTENCY_MISMATCH") throw error;
  return undefined;
};

test("whatever customers and staff do at once: what was stocked is available or held, and the audit adds up to it", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(action, { minLength: 5, maxLength: 30 }),
      fc.integer({ min: 1, max: 6 }),
      async (actions, shards) => {
        const sku = `BOOKS-${keys++}`;
        await bench.put(sku, 30, shards);
        const orders: Order[] = [];
        await bench.inConflict(async () => {
          await Promise.all(
            actions.map(async (each) => {
              const order = await act(sku, each).catch(refused);
              if (order) orders.push(order);
            }),
          );
        });
        const levels = await bench.stock.levels({ sku, shards: 1 });
        if (levels === "contended") throw new Error("it is quiet");
        const [level] = await bench.stock.read([{ sku, shards: 1 }]);
        const held = orders.flatMap(({ takes }) => takes).reduce((sum, { quantity }) => sum + quantity, 0);
        const { entries } = await bench.stock.audit(sku, { limit: 100 });
        expect(Math.min(...levels)).toBeGreaterThanOrEqual(0);
        expect(level).toEqual({ sku, stocked: available(levels) + held, available: available(levels) });
        expect(entries.reduce((sum, { units }) => sum + units, 0)).toBe(level?.stocked);
      },
    ),
    { numRuns: 5 },
  );
});
