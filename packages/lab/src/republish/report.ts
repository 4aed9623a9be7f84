import { total } from "@doorbuster/core/metrics/tally";
import type { RepublishOptions } from "./options.ts";
import type { Counts } from "./republish.ts";

const number = new Intl.NumberFormat("en-GB");

/** `12,000 rows read, 340 entries found, 340 announced`. */
export function progressLine({ rowsRead, found, published }: Counts): string {
  const parts = [
    `${number.format(rowsRead)} rows read`,
    `${number.format(sum(found))} entries found`,
    ...[...published].map(([target, count]) => `${target}: ${number.format(count)}`),
  ];
  return parts.join(", ");
}

/** What was found by type, and what became of it. */
export function textReport(
  counts: Counts,
  { span, targets, dryRun }: Pick<RepublishOptions, "span" | "targets" | "dryRun">,
): string {
  const { found, published, unreadable, rowsRead } = counts;
  const width = Math.max(0, ...[...found.keys()].map(({ length }) => length));
  return [
    `${span.from} to ${span.to}: ${number.format(sum(found))} entries, ${number.format(rowsRead)} rows read`,
    ...[...found]
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([type, count]) => `  ${type.padEnd(width)}  ${number.format(count)}`),
    ...targets.map((target) =>
      dryRun
        ? `${target}: nothing, this is a dry run`
        : `${target}: ${number.format(published.get(target) ?? 0)} published again`,
    ),
    ...unreadable.map((id) => `unreadable, left out: ${id}`),
  ].join("\n");
}

const sum = (counts: ReadonlyMap<string, number>): number => total(Object.fromEntries(counts));
