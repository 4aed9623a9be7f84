import { randomUUID } from "node:crypto";
import { tokenVerifier } from "@doorbuster/adapters/access/tokens";
import { dynamoClient, sqsClient } from "@doorbuster/adapters/aws/clients";
import { nameOf, urlOf } from "@doorbuster/adapters/aws/resources";
import { dynamoBooksStore } from "@doorbuster/adapters/dynamo/booksStore";
import { dynamoCatalog } from "@doorbuster/adapters/dynamo/catalogStore";
import { dynamoClaimStore } from "@doorbuster/adapters/dynamo/claimStore";
import { dynamoPreferenceStore } from "@doorbuster/adapters/dynamo/preferenceStore";
import { dynamoRedriveLog } from "@doorbuster/adapters/dynamo/redriveLog";
import { dynamoStockStore } from "@doorbuster/adapters/dynamo/stockStore";
import { sqsDeadLetters } from "@doorbuster/adapters/events/deadLetters";
import { systemClock } from "@doorbuster/adapters/system";
import { opsRouter } from "@doorbuster/api/ops/router";
import { stageLiveFeed } from "./runtime/live.ts";
import { functionLog } from "./runtime/log.ts";
import { policy, settings, stageOrders } from "./runtime/stage.ts";
import { trpcHandler } from "./runtime/trpc.ts";

const log = functionLog("ops");
const client = dynamoClient();
const orders = { orders: stageOrders(client), clock: systemClock, random: Math.random, policy };

/** The console's API: staff only, behind the authoriser and by role. */
export const handler = trpcHandler({
  router: opsRouter,
  deps: {
    orders,
    privacy: {
      ...orders,
      preferences: dynamoPreferenceStore(client, nameOf("Preferences"), systemClock),
      claims: dynamoClaimStore(client, nameOf("Notifications"), randomUUID),
    },
    stock: {
      catalog: dynamoCatalog(client, nameOf("Catalog")),
      stock: dynamoStockStore(client, nameOf("Stock")),
      clock: systemClock,
      random: Math.random,
      collection: settings.collection,
    },
    live: stageLiveFeed(client, log),
    books: { books: dynamoBooksStore(client, nameOf("Books")), clock: systemClock },
    deadLetters: {
      letters: sqsDeadLetters(sqsClient(), urlOf, systemClock),
      record: dynamoRedriveLog(client, nameOf("Books")),
      clock: systemClock,
      log,
    },
  },
  tokens: tokenVerifier(settings.trustedIssuers),
  log,
});
