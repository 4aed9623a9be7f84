import { named } from "../graph/graph.ts";
import { finds, inProduction, production, types, withoutInProduction } from "../testing/break.ts";
import { edit } from "../testing/graphs.ts";
import { dashboard } from "./dashboard.ts";

const nameOf = (type: keyof typeof types, resource: string) =>
  String(named(production(), types[type], resource).inputs["name"]);
const without = (text: string) =>
  inProduction("dashboard", "Dashboard", edit("dashboardBody", text, "other"));

finds(dashboard, {
  "no dashboard": () => withoutInProduction("dashboard", "Dashboard"),
  "a function that is not drawn": () => without("doorbuster-production-payments"),
  "a queue that is not drawn": () => without(nameOf("queue", "EmailQueueQueue")),
  "a table that is not drawn": () => without(nameOf("table", "StockTable")),
  "a stream that is not drawn": () => without(nameOf("stream", "EventStreamStream")),
  "an API that is not drawn": () => without("4XXError"),
  "readers of which nobody sees how far they are behind": () => without("IteratorAge"),
  "payments of which nobody sees that they fail": () => without("PaymentsUnavailable"),
  "refunds of which nobody sees that they fail": () => without("refund.failed"),
  "open orders that nobody sees": () => without("OldestOpenSeconds"),
});
