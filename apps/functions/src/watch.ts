import { tokenVerifier } from "@doorbuster/adapters/access/tokens";
import { dynamoClient } from "@doorbuster/adapters/aws/clients";
import { systemClock } from "@doorbuster/adapters/system";
import { watchRouter } from "@doorbuster/api/watch";
import { stageLiveFeed } from "./runtime/live.ts";
import { functionLog } from "./runtime/log.ts";
import { policy, settings, stageOrders, stageReadTokens } from "./runtime/stage.ts";
import { trpcStreamingHandler } from "./runtime/trpc.ts";

const log = functionLog("watch");
const client = dynamoClient();

/** Subscriptions, streamed: a customer's own order, and the live screen. */
export const handler = trpcStreamingHandler({
  router: watchRouter,
  deps: {
    order: {
      orders: stageOrders(client),
      tokens: stageReadTokens(),
      clock: systemClock,
      random: Math.random,
      policy,
    },
    live: stageLiveFeed(client, log),
  },
  tokens: tokenVerifier(settings.trustedIssuers),
  log,
});
