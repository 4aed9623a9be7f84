import { finds, inProduction, withoutInProduction } from "../testing/break.ts";
import { edit, set } from "../testing/graphs.ts";
import { asDefined } from "./asDefined.ts";

finds(asDefined, {
  "another key": () => inProduction("table", "StockTable", set("hashKey", "id")),
  "an index less": () => inProduction("table", "OrdersTable", set("globalSecondaryIndexes", [])),
  "no stream": () => inProduction("table", "OrdersTable", set("streamViewType", undefined)),
  "no time to live": () => inProduction("table", "MetricsTable", set("ttl", undefined)),
  "another time to give up": () =>
    inProduction(
      "queue",
      "EmailQueueQueue",
      edit("redrivePolicy", '"maxReceiveCount":1000', '"maxReceiveCount":3'),
    ),
  "another retention": () => inProduction("stream", "EventStreamStream", set("retentionPeriod", 48)),
  "another filter": () => inProduction("subscription", "OrderTopicToEmailQueue", set("filterPolicy", "{}")),
  "wrapped messages": () =>
    inProduction("subscription", "OrderTopicToEmailQueue", set("rawMessageDelivery", false)),
  "a column less": () => inProduction("glue", "EventsRaw", set("storageDescriptor.columns", [])),
  "a subscription that is buffered": () =>
    inProduction(
      "integration",
      "ApiRouteWatchTrpcOrderwatchIntegration",
      set("responseTransferMode", "BUFFERED"),
    ),
  "a route that is missing": () => withoutInProduction("integration", "ApiRouteShopTrpcProxyIntegration"),
});
