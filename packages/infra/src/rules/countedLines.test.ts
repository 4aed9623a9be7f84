import { finds, inProduction, withoutInProduction } from "../testing/break.ts";
import { set } from "../testing/graphs.ts";
import { countedLines } from "./countedLines.ts";

finds(countedLines, {
  "a log that nobody reads": () => withoutInProduction("logFilter", "PaymentsRefusedOfWebhook"),
  "another log": () =>
    inProduction(
      "logFilter",
      "StrayHoldsOfSweep",
      set("logGroupName", "/aws/lambda/doorbuster-production-shop"),
    ),
  "other lines": () =>
    inProduction("logFilter", "PaymentsUnavailableOfShop", set("pattern", '{ $.message = "refusal" }')),
  "a figure that no alarm looks at": () =>
    inProduction("logFilter", "PaymentsUnavailableOfShop", set("metricTransformation.namespace", "Other")),
});
