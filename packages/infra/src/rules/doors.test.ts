import type { Inputs } from "../graph/graph.ts";
import { finds, inProduction, withoutInProduction } from "../testing/break.ts";
import { set } from "../testing/graphs.ts";
import { doors } from "./doors.ts";

const storefront = (change: (inputs: Inputs) => Inputs) => () =>
  inProduction("distribution", "StorefrontDoorCdnDistribution", change);
const kept = (path: string, value: unknown) => () =>
  inProduction("cachePolicy", "SharedAnswers", set(path, value));
const inKey = (path: string, value: unknown) =>
  kept(`parametersInCacheKeyAndForwardedToOrigin.${path}`, value);

finds(doors, {
  "a site that does not forward": () =>
    inProduction("distribution", "StorefrontDoorCdnDistribution", set("orderedCacheBehaviors", [])),
  "a door that keeps answers": () =>
    inProduction(
      "distribution",
      "ConsoleDoorCdnDistribution",
      set("orderedCacheBehaviors.0.cachePolicyId", "other"),
    ),
  "a door that holds streams back": () =>
    inProduction("distribution", "ConsoleDoorCdnDistribution", set("orderedCacheBehaviors.0.compress", true)),
  "a crowd that passes the door": storefront((inputs) =>
    set("orderedCacheBehaviors", inputs["orderedCacheBehaviors"].toReversed())(inputs),
  ),
  "one shared query that is forgotten": storefront((inputs) =>
    set("orderedCacheBehaviors", inputs["orderedCacheBehaviors"].slice(1))(inputs),
  ),
  "a query kept that is somebody's own": storefront(
    set("orderedCacheBehaviors.0.pathPattern", "/trpc/order.get"),
  ),
  "a shared query that says who asks": storefront(
    set("orderedCacheBehaviors.0.originRequestPolicyId", "b689b0a8-53d0-40ab-baf2-68738e2966ac"),
  ),
  "answers kept for long": kept("maxTtl", 60),
  "answers kept though the API forbids it": kept("minTtl", 1),
  "answers kept by token": inKey("headersConfig.headerBehavior", "whitelist"),
  "answers kept by cookie": inKey("cookiesConfig.cookieBehavior", "all"),
  "answers kept by whatever stands in an address": inKey("queryStringsConfig.queryStringBehavior", "all"),
  "one customer's refusal kept for another": storefront(
    set("customErrorResponses.2.errorCachingMinTtl", undefined),
  ),
  "refusals kept at the console": () =>
    inProduction("distribution", "ConsoleDoorCdnDistribution", set("customErrorResponses", undefined)),
  "no door at all": () => withoutInProduction("distribution", "ConsoleDoorCdnDistribution"),
});
