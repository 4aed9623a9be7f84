import { finds, inProduction, withoutInProduction } from "../testing/break.ts";
import { edit, set } from "../testing/graphs.ts";
import { refusals } from "./refusals.ts";

finds(refusals, {
  "a refusal in API Gateway's own words": () =>
    withoutInProduction("gatewayResponse", "ApiResponseTHROTTLED"),
  "no word for all other refusals": () => withoutInProduction("gatewayResponse", "ApiResponseDEFAULT_5XX"),
  "a refusal in another shape": () =>
    inProduction(
      "gatewayResponse",
      "ApiResponseWAF_FILTERED",
      set("responseTemplates", { "application/json": '{"message":$context.error.messageString}' }),
    ),
  "a refusal without a code of ours": () =>
    inProduction(
      "gatewayResponse",
      "ApiResponseUNAUTHORIZED",
      edit("responseTemplates.application/json", "UNAUTHENTICATED", "OTHER"),
    ),
  "a refusal with another status": () =>
    inProduction("gatewayResponse", "ApiResponseINTEGRATION_TIMEOUT", set("statusCode", "500")),
  "a refusal that does not say when to ask again": () =>
    inProduction("gatewayResponse", "ApiResponseTHROTTLED", set("responseParameters", {})),
  "a changed refusal that is not used": () =>
    inProduction("apiDeployment", "ApiDeployment", set("triggers", { routes: "hash" })),
  "an API that begins no trace": () => inProduction("apiStage", "ApiStage", set("xrayTracingEnabled", false)),
});
