import { finds, inProduction, withoutInProduction } from "../testing/break.ts";
import { set } from "../testing/graphs.ts";
import { alarmsOnEverything } from "./alarmsOnEverything.ts";

finds(alarmsOnEverything, {
  ...Object.fromEntries(
    [
      "Shop-errors",
      "Shop-slow",
      "Shop-throttled",
      "Shop-concurrency",
      "Announce-behind",
      "Publish-behind",
      "Live-behind",
      "Lake-behind",
      "EmailQueue-old",
      "EmailDeadLetters-not-empty",
      "ScheduleFailures-not-empty",
      "EventStream-writes-throttled",
      "EventStream-shards-bytes",
      "EventStream-shards-records",
      "Orders-reads-throttled",
      "Orders-writes-throttled",
      "Orders-due-writes-throttled",
      "Catalog-byCollection-writes-throttled",
      "Account-concurrency",
      "Api-errors",
      "Mail-bounces",
      "Payments-unavailable",
      "Payments-refused",
      "Stray-holds",
      "Refunds-failed",
      "Holds-lost",
      "Email-given-up",
      "Sms-given-up",
      "Push-given-up",
      "Oldest-open",
      "Sweep-backlog",
      "Sweep-failures",
      "Reconciliation-mismatches",
      "Books-behind",
      "Anomalies",
      "Storefront-server-errors",
      "Storefront-server-slow",
      "Console-server-concurrency",
      "Console-images-concurrency",
      "Storefront-revalidation-throttled",
    ].map((alarm) => [
      `no alarm ${alarm}`,
      () =>
        withoutInProduction(
          "alarm",
          `Alarm${alarm.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase())}`,
        ),
    ]),
  ),
  "an alarm that tells nobody": () => inProduction("alarm", "AlarmShopErrors", set("alarmActions", [])),
  "an alarm on a crowd that no reservation lets in": () =>
    inProduction("alarm", "AlarmWatchConcurrency", set("threshold", 800)),
  "an alarm on more than the account may have": () =>
    inProduction("alarm", "AlarmShopConcurrency", set("threshold", 1_000)),
  "an alarm on a figure of ours that nobody writes": () =>
    inProduction("alarm", "AlarmRefundsFailed", set("dimensions", { type: "refund.failed" })),
  "an alarm without a runbook": () =>
    inProduction("alarm", "AlarmShopErrors", set("alarmDescription", "Oh dear")),
  "no budget": () => withoutInProduction("budget", "Budget"),
});
