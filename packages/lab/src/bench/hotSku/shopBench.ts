import { randomUUID } from "node:crypto";
import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { dynamoCatalog } from "@doorbuster/adapters/dynamo/catalogStore";
import { dynamoOrderStore } from "@doorbuster/adapters/dynamo/orderStore";
import { dynamoStockStore } from "@doorbuster/adapters/dynamo/stockStore";
import { systemClock } from "@doorbuster/adapters/system";
import { isoTime } from "@doorbuster/core/ports";
import { restock } from "@doorbuster/core/stock/adjust";
import { aProduct } from "@doorbuster/core/testing/products";
import { openClients } from "@doorbuster/local/services/clients";
import { physicalName } from "@doorbuster/local/services/resources";
import { startStores } from "@doorbuster/local/shop/index";

/**
 * The shop's stores on an embedded DynamoDB in memory; gone at the end of `await using`.
 *
 * @param faults whether it can be made to conflict: every call then goes through a proxy in this process
 */
export async function openShopBench({ faults = true } = {}) {
  const cleanup = new AsyncDisposableStack();
  const folder = cleanup.use(await mkdtempDisposable(path.join(tmpdir(), "doorbuster-hot-sku-")));
  const stores = await startStores({ dataDir: folder.path, memory: true, faults });
  cleanup.defer(() => stores.stop());
  const clients = openClients(stores.endpoints);
  cleanup.defer(() => clients.destroy());
  const catalog = dynamoCatalog(clients.dynamodb, physicalName("Catalog"));
  const stock = dynamoStockStore(clients.dynamodb, physicalName("Stock"));
  const orders = dynamoOrderStore(clients.dynamodb, {
    orders: physicalName("Orders"),
    stock: physicalName("Stock"),
  });
  const deps = { catalog, stock, orders, clock: systemClock, random: Math.random };
  return {
    ...deps,
    faults: stores.faults,
    /** Puts a product of 10.00 GBP on sale. */
    async put(sku: string, units: number, stockShards: number) {
      const product = aProduct({ sku, stockShards });
      const record = { reason: "for a benchmark", actor: "bench", at: isoTime(Date.now()) };
      if (units > 0) {
        await restock(deps, { sku, quantity: units, ...record, idempotencyKey: randomUUID() }, stockShards);
      }
      await catalog.put(product);
      return product;
    },
    [Symbol.asyncDispose]: () => cleanup.disposeAsync(),
  };
}

export type ShopBench = Awaited<ReturnType<typeof openShopBench>>;
