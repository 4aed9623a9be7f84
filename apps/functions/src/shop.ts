import { tokenVerifier } from "@doorbuster/adapters/access/tokens";
import { dynamoClient } from "@doorbuster/adapters/aws/clients";
import { nameOf } from "@doorbuster/adapters/aws/resources";
import { dynamoCatalog } from "@doorbuster/adapters/dynamo/catalogStore";
import { dynamoPreferenceStore } from "@doorbuster/adapters/dynamo/preferenceStore";
import { dynamoStockStore } from "@doorbuster/adapters/dynamo/stockStore";
import { vapidPublicKey } from "@doorbuster/adapters/notification/vapidKey";
import { systemClock } from "@doorbuster/adapters/system";
import { shopRouter } from "@doorbuster/api/shop/router";
import { cachedShelf } from "@doorbuster/core/catalog/shelf";
import { stockProofs } from "@doorbuster/core/stock/proofs";
import { functionLog } from "./runtime/log.ts";
import { stagePayments } from "./runtime/payments.ts";
import { policy, settings, stageOrders, stageReadTokens, stageSecrets } from "./runtime/stage.ts";
import { trpcHandler } from "./runtime/trpc.ts";

const log = functionLog("shop");
const clock = systemClock;

const client = dynamoClient();
const catalog = dynamoCatalog(client, nameOf("Catalog"));
const stock = dynamoStockStore(client, nameOf("Stock"));
const proofs = stockProofs({ stock, clock });
const orders = stageOrders(client);
const tokens = stageReadTokens();
const payments = stagePayments();

/** The order processor: the shop's API, guests welcome. */
export const handler = trpcHandler({
  router: shopRouter,
  deps: {
    catalog: { shelf: cachedShelf({ catalog, stock, clock }), collection: settings.collection },
    checkout: { orders, stock, proofs, catalog, payments, tokens, clock, random: Math.random, policy, log },
    order: { orders, tokens, clock, random: Math.random, policy },
    notifications: {
      orders,
      tokens,
      preferences: dynamoPreferenceStore(client, nameOf("Preferences"), clock),
      pushKey: async () => vapidPublicKey(await stageSecrets.get("vapidKey")),
      localPushService: settings.notifications.localPushService,
    },
  },
  tokens: tokenVerifier(settings.trustedIssuers),
  log,
});
