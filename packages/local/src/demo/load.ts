import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { dynamoCatalog } from "@doorbuster/adapters/dynamo/catalogStore";
import { dynamoStockStore } from "@doorbuster/adapters/dynamo/stockStore";
import { systemClock } from "@doorbuster/adapters/system";
import type { Product } from "@doorbuster/core/catalog/product";
import { restock } from "@doorbuster/core/stock/adjust";
import { stockShardsFor } from "@doorbuster/core/stock/shardCount";

import { physicalName } from "../services/resources.ts";
import { type DemoProduct, demoDrop, demoProducts } from "./products.ts";

/** What one product of a small drop may see in its busiest second; it makes four shards. */
const expectedOrdersPerSecond = 50;
const stockShards = stockShardsFor(expectedOrdersPerSecond);

/**
 * Puts the demo drop on sale, unless it is there already. Stock is added under a key for each product, so a start that
 * was interrupted halfway is completed by the next one and nothing is stocked twice. Answers whether anything was put.
 */
export async function loadDemo(client: DynamoDBClient, now: () => Date): Promise<boolean> {
  const catalog = dynamoCatalog(client, physicalName("Catalog"));
  const stock = dynamoStockStore(client, physicalName("Stock"));
  const present = await catalog.list(demoDrop.collection);
  if (present.length >= demoProducts.length) return false;
  await Promise.all(
    demoProducts.map(async (product, index) => {
      const added = { sku: product.sku, quantity: product.stock, reason: "demo drop", actor: "npm start" };
      const key = { idempotencyKey: `demo-drop-${product.sku}`, at: now().toISOString() };
      await restock({ stock, clock: systemClock, random: Math.random }, { ...added, ...key }, stockShards);
      await catalog.put(toProduct(product, index)); // last: what is on sale has its stock
    }),
  );
  return true;
}

function toProduct(product: DemoProduct, index: number): Product {
  const { sku, name, category, tagline, description, picture, attributes } = product;
  return {
    sku,
    name,
    category,
    tagline,
    description,
    picture,
    attributes,
    collection: demoDrop.collection,
    position: String(index + 1).padStart(4, "0"),
    price: { amount: product.price, currency: demoDrop.currency },
    taxBasisPoints: demoDrop.taxRateBasisPoints,
    shipping: { amount: demoDrop.shipping, currency: demoDrop.currency },
    ...(product.limit !== undefined && { limitPerOrder: product.limit }),
    expectedOrdersPerSecond,
    stockShards,
  };
}
