import type { PlaceDeps } from "@doorbuster/core/order/place";
import { apiBuilder } from "../trpc.ts";
import { catalogRouter, type CatalogDeps } from "./catalog.ts";
import { checkoutRouter } from "./checkout.ts";
import { notificationsRouter, type NotificationDeps } from "./notifications.ts";
import { orderRouter, type OrderDeps } from "./order.ts";

/** Everything the shop's procedures work with. */
export interface ShopDeps {
  readonly catalog: CatalogDeps;
  readonly checkout: PlaceDeps;
  readonly order: OrderDeps;
  readonly notifications: NotificationDeps;
}

const { router } = apiBuilder<ShopDeps>();

/** `/trpc`: guests welcome. */
export const shopRouter = router({
  catalog: catalogRouter,
  checkout: checkoutRouter,
  order: orderRouter,
  notifications: notificationsRouter,
});

export type ShopRouter = typeof shopRouter;
