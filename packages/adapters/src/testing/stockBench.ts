import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Product } from "@doorbuster/core/catalog/product";
import { AppError } from "@doorbuster/core/errors";
import { orderIdOf } from "@doorbuster/core/ids";
import type { Order } from "@doorbuster/core/order/order";
import { reserve } from "@doorbuster/core/order/reserve";
import type { Random } from "@doorbuster/core/ports";
import { restock } from "@doorbuster/core/stock/adjust";
import { stockProofs } from "@doorbuster/core/stock/proofs";
import { anOrder } from "@doorbuster/core/testing/orders";
import { aProduct } from "@doorbuster/core/testing/products";
import { openClients } from "@doorbuster/local/services/clients";
import { physicalName } from "@doorbuster/local/services/resources";
import { startStores } from "@doorbuster/local/shop/index";
import { systemClock } from "../system.ts";
import { dynamoCatalog } from "../dynamo/catalogStore.ts";
import { dynamoOrderStore } from "../dynamo/orderStore.ts";
import { dynamoStockStore } from "../dynamo/stockStore.ts";

/** The stores on a real embedded DynamoDB, and the verbs of a shop around them, for tests. */
export async function openStockBench(options: { random?: Random } = {}) {
  const dataDir = await mkdtemp(path.join(tmpdir(), "doorbuster-stock-"));
  const stores = await startStores({ dataDir, memory: true, faults: true });
  const client = openClients(stores.endpoints).dynamodb;
  const random = options.random ?? Math.random;
  const stock = dynamoStockStore(client, physicalName("Stock"));
  const orders = dynamoOrderStore(client, { orders: physicalName("Orders"), stock: physicalName("Stock") });
  const catalog = dynamoCatalog(client, physicalName("Catalog"));
  const deps = { stock, orders, catalog, clock: systemClock, random };
  let count = 0;

  return {
    ...deps,
    client,
    /**
     * Lets transactions conflict as on AWS, which the embedded DynamoDB by itself never does: while one writes an item,
     * every other that touches it is cancelled. @returns how often that happened
     */
    async inConflict(run: () => Promise<void>): Promise<number> {
      stores.faults.set({ transactionMs: 3 });
      try {
        await run();
        return stores.faults.status().conflicts;
      } finally {
        stores.faults.clear();
      }
    },
    /** Puts a product on sale with so many units. */
    async put(sku: string, units: number, stockShards: number): Promise<Product> {
      const product = aProduct({ sku, stockShards });
      if (units > 0) await this.fill(sku, units, stockShards);
      await catalog.put(product);
      return product;
    },
    fill: (sku: string, quantity: number, shards: number, idempotencyKey = `fill-${count++}`) =>
      restock(deps, { sku, quantity, ...record(), idempotencyKey }, shards),
    /** Reserves a basket as a checkout would, by a process that has proved nothing yet. */
    async reserve(
      lines: readonly { sku: string; quantity: number }[],
      products: readonly Product[],
    ): Promise<Order> {
      const id = await orderIdOf("stock", String(count++));
      const { takes: _, ...draft } = anOrder({ id });
      const priced = lines.map((line) => ({
        ...line,
        name: line.sku,
        unitPrice: { amount: 1, currency: "GBP" },
      }));
      const bySku = new Map(products.map((product) => [product.sku, product]));
      const proofs = stockProofs(deps);
      return (await reserve({ ...deps, proofs }, draft, priced, bySku)).order;
    },
    /**
     * Runs `count` checkouts, 16 at a time. A customer who is told to try again does: it is "sold out", or an order.
     *
     * @returns the orders; whoever was told "sold out" has none
     */
    async crowd(count: number, checkout: () => Promise<Order>): Promise<Order[]> {
      const placed: Order[] = [];
      let begun = 0;
      const customer = async () => {
        while (begun++ < count) placed.push(...(await insist(checkout)));
      };
      await Promise.all(Array.from({ length: 16 }, customer));
      return placed;
    },
    record,
    async close() {
      client.destroy();
      await stores.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export type StockBench = Awaited<ReturnType<typeof openStockBench>>;

/** Asks until there is an answer to keep. @returns the order, or nothing where it is sold out */
async function insist(checkout: () => Promise<Order>): Promise<Order[]> {
  for (;;) {
    try {
      return [await checkout()];
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (error.code === "SOLD_OUT") return [];
      if (error.code !== "RATE_LIMITED") throw error;
    }
  }
}

function record() {
  return { reason: "for a test", actor: "test", at: new Date().toISOString() };
}
