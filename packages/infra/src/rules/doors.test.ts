import { finds, inProduction, withoutInProduction } from "../testing/break.ts";
import { set } from "../testing/graphs.ts";
import { doors } from "./doors.ts";

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
  "no door at all": () => withoutInProduction("distribution", "ConsoleDoorCdnDistribution"),
});
