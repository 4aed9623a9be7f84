import type { Alarm, Runbook } from "@doorbuster/infra/alarms/alarm";
import { alarmsOf } from "@doorbuster/infra/alarms/alarmsOf";
import { siteAlarms } from "@doorbuster/infra/alarms/siteAlarms";
import { settingsFor } from "@doorbuster/infra/settings";
import { number, table } from "../cost/text.ts";

const production = settingsFor("production");

/** Every alarm of a production stage, by the name that follows `doorbuster-production-`. */
export const alarms: readonly Alarm[] = [...alarmsOf(production), ...siteAlarms(production)];

/** The alarms that one runbook answers, and what each waits for. */
export function alarmTable(runbook: Runbook): string {
  const rows = alarms
    .filter((alarm) => alarm.runbook === runbook)
    .map((alarm) => [`\`${alarm.name}\``, conditionOf(alarm)]);
  return table(["alarm", "raised by"], rows, 2);
}

/** Every alarm by its name, with what it says and its runbook. */
export function alarmIndex(): string {
  const rows = alarms
    .toSorted((a, b) => a.name.localeCompare(b.name, "en"))
    .map(({ name, says, runbook }) => [`\`${name}\``, says, `[${runbook}](${runbook}.md)`]);
  return table(["alarm", "says", "runbook"], rows, 3);
}

/** Of the metrics whose numbers say nothing without it. */
const units: Readonly<Partial<Record<string, string>>> = {
  Duration: " ms",
  IteratorAge: " ms",
  IncomingBytes: " bytes",
  IncomingRecords: " records",
  ApproximateAgeOfOldestMessage: " s",
  OldestOpenSeconds: " s",
  BooksBehindSeconds: " s",
};

function conditionOf({ metric, per, above, periodSeconds, periods }: Alarm): string {
  const statistic = metric.statistic === "Sum" ? "" : `${metric.statistic.toLowerCase()} of `;
  const measured = `${statistic}\`${metric.metric}\`${per === undefined ? "" : ` of \`${per.metric}\``}`;
  const limit = `${number(above)}${per === undefined ? (units[metric.metric] ?? "") : " %"}`;
  return `${measured} above ${limit} ${howLong(periodSeconds, periods)}`;
}

const names: Readonly<Partial<Record<number, string>>> = { 900: "quarter of an hour", 3_600: "hour" };

/** Each of the periods has to be above, one after the other. */
function howLong(periodSeconds: number, periods: number): string {
  const period = names[periodSeconds] ?? "minute";
  if (periods === 1) return `for one ${period}`;
  return `in each of ${periods} ${period.replace(/^(\w+)/, "$1s")}`;
}
