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
      "EventStream-shards",
      "Orders-writes-throttled",
      "Account-concurrency",
      "Api-errors",
      "Mail-bounces",
      "Payments-unavailable",
      "Payments-refused",
      "Oldest-open",
      "Sweep-backlog",
      "Sweep-failures",
      "Reconciliation-mismatches",
      "Anomalies",
      "Storefront-server-errors",
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
  "an alarm without a runbook": () =>
    inProduction("alarm", "AlarmShopErrors", set("alarmDescription", "Oh dear")),
  "no budget": () => withoutInProduction("budget", "Budget"),
});
