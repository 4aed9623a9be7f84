import { dynamoCatalog } from "@doorbuster/adapters/dynamo/catalogStore";
import { dynamoStockStore } from "@doorbuster/adapters/dynamo/stockStore";
import { systemClock } from "@doorbuster/adapters/system";
import type { Product } from "@doorbuster/core/catalog/product";
import { isoTime } from "@doorbuster/core/ports";
import { restock } from "@doorbuster/core/stock/adjust";
import type { Clients } from "@doorbuster/local/services/clients";
import { physicalName } from "@doorbuster/local/services/resources";
import { drive, type DriveOptions } from "./drive.ts";

/** Calls in flight: one process of the SDK makes no more a second with more of them. */
const concurrency = 16;

/**
 * Puts a run's products on sale and its stock on the shelves. Safe to repeat: a product is written as it was, and stock
 * that this run put in before is not put in again.
 *
 * @param units by stock code; a product without units is on sale and sold out
 */
export async function loadProducts(
  dynamodb: Clients["dynamodb"],
  run: string,
  catalogue: ReadonlyMap<string, Product>,
  units: ReadonlyMap<string, number>,
  { clock, signal, onLoaded }: Omit<DriveOptions, "pace"> & { readonly onLoaded: (done: number) => void },
): Promise<void> {
  const catalog = dynamoCatalog(dynamodb, physicalName("Catalog"));
  const stock = dynamoStockStore(dynamodb, physicalName("Stock"));
  let loaded = 0;
  const load = async ([code, product]: readonly [string, Product]) => {
    const quantity = units.get(code) ?? 0;
    if (quantity > 0) {
      const added = {
        sku: product.sku,
        quantity,
        reason: "replay",
        actor: "replay",
        idempotencyKey: `replay-${run}`,
        at: isoTime(Date.now()),
      };
      await restock({ stock, clock: systemClock, random: Math.random }, added, product.stockShards);
    }
    await catalog.put(product);
    onLoaded((loaded += 1));
  };
  await drive([...catalogue], load, { pace: { ratePerSecond: "max", concurrency }, clock, signal });
}
