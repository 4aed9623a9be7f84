import { tokenVerifier } from "@doorbuster/adapters/access/tokens";
import { dynamoClient } from "@doorbuster/adapters/aws/clients";
import { nameOf } from "@doorbuster/adapters/aws/resources";
import { dynamoCatalog } from "@doorbuster/adapters/dynamo/catalogStore";
import { dynamoStockStore } from "@doorbuster/adapters/dynamo/stockStore";
import { systemClock } from "@doorbuster/adapters/system";
import { shopRouter } from "@doorbuster/api/shop/router";
import { cachedShelf } from "@doorbuster/core/catalog/shelf";
import { functionLog } from "./runtime/log.ts";
import { stagePayments } from "./runtime/payments.ts";
import { settings, stageOrders, stageReadTokens } from "./runtime/stage.ts";
import { trpcHandler } from "./runtime/trpc.ts";

const log = functionLog("shop");
const clock = systemClock;

const client = dynamoClient();
const catalog = dynamoCatalog(client, nameOf("Catalog"));
const stock = dynamoStockStore(client, nameOf("Stock"));
const orders = stageOrders(client);
const tokens = stageReadTokens();
const payments = stagePayments();

/** The order processor: the shop's API, guests welcome. */
export const handler = trpcHandler({
  router: shopRouter,
  deps: {
    catalog: { shelf: cachedShelf({ catalog, stock, clock }), collection: settings.collection },
    checkout: { orders, stock, catalog, payments, tokens, clock, random: Math.random, log },
    order: { orders, tokens, clock },
  },
  tokens: tokenVerifier(settings.trustedIssuers),
  log,
});
