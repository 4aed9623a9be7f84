import { dynamoCatalog } from "@doorbuster/adapters/dynamo/catalogStore";
import { dynamoOrderStore } from "@doorbuster/adapters/dynamo/orderStore";
import { dynamoPreferenceStore } from "@doorbuster/adapters/dynamo/preferenceStore";
import { dynamoStockStore } from "@doorbuster/adapters/dynamo/stockStore";
import { shopRouter } from "@doorbuster/api/shop/router";
import type { RequestContext } from "@doorbuster/api/trpc";
import { cachedShelf } from "@doorbuster/core/catalog/shelf";
import type { OrderPolicy } from "@doorbuster/core/order/policy";
import { stockProofs } from "@doorbuster/core/stock/proofs";
import type { Process } from "../lambda/process.ts";
import { dynamoClient, paymentsOf, stageReadTokens, type Backends } from "./clients.ts";

export type ShopApi = ReturnType<ReturnType<typeof startShop>>;

/** `apps/functions/src/shop.ts`: the order processor, as far as its router. */
export function startShop(process: Process, backends: Backends, policy: OrderPolicy) {
  const { clock, log } = process;
  const client = dynamoClient(process, backends);
  const catalog = dynamoCatalog(client, "Catalog");
  const stock = dynamoStockStore(client, "Stock");
  const orders = dynamoOrderStore(client, { orders: "Orders", stock: "Stock" });
  const tokens = stageReadTokens();
  const payments = paymentsOf(process, backends);
  const proofs = stockProofs({ stock, clock });
  const { random } = process.simulation;
  const deps = {
    catalog: { shelf: cachedShelf({ catalog, stock, clock }), collection: "drop" },
    checkout: { orders, stock, proofs, catalog, payments, tokens, clock, random, policy, log },
    order: { orders, tokens, clock, random, policy },
    notifications: {
      orders,
      tokens,
      preferences: dynamoPreferenceStore(client, "Preferences", clock),
      pushKey: () => Promise.reject(new Error("nobody subscribes")),
    },
  };
  return (context: RequestContext) => shopRouter.createCaller({ ...deps, ...context });
}
