import { finds, inProduction } from "../testing/break.ts";
import { set } from "../testing/graphs.ts";
import { logs } from "./logs.ts";

finds(logs, {
  "a log that is kept for ever": () =>
    inProduction("logGroup", "ShopLogs", set("retentionInDays", undefined)),
  "a function that logs elsewhere": () =>
    inProduction("fn", "ShopHandlerFunction", set("loggingConfig.logGroup", "/aws/lambda/other")),
  "an API without access log": () =>
    inProduction("apiStage", "ApiStage", set("accessLogSettings", undefined)),
  "an API that writes requests down": () =>
    inProduction("apiSettings", "ApiSettings", set("settings.dataTraceEnabled", true)),
});
