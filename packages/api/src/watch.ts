import { liveRouter, type LiveDeps } from "./ops/live.ts";
import { orderRouter, type OrderDeps } from "./shop/order.ts";
import { apiBuilder } from "./trpc.ts";

export interface WatchDeps {
  readonly order: OrderDeps;
  readonly live: LiveDeps;
}

const { router } = apiBuilder<WatchDeps>();

/**
 * The subscriptions of both routers, for the function that streams. It has concurrency of its own, so that open screens
 * never take the place of a checkout.
 */
export const watchRouter = router({
  order: router({ watch: orderRouter.watch }),
  ops: router({ live: router({ watch: liveRouter.watch }) }),
});
