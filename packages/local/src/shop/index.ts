/**
 * The laptop edition as others see it: `startShop` brings one up in this process and its children, `attachShop` finds
 * one that runs already, `startStores` brings up the embedded AWS alone.
 */
export { attachShop } from "./attach.ts";
export { labIssuer } from "./environment.ts";
export { startShop } from "./start.ts";
export { startStores } from "./stores.ts";
export type {
  AttachedShop,
  Crash,
  EndpointName,
  Endpoints,
  RunningShop,
  RunningStores,
  ServiceHandle,
  ServiceName,
  ShopOptions,
  ShopUrls,
} from "./types.ts";
