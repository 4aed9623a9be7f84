import { columns, partitions, type Column, type Field } from "./eventSchema.ts";

/**
 * SQL over the lake. What stands here is understood by Athena (Trino) and by DuckDB alike; only where `events_raw` comes
 * from differs: on AWS it is a table of the Glue catalogue, on a laptop a view over the files themselves.
 */

/**
 * One row per event. Files are at-least-once, so the first arrival of each event is taken; copies of an event share its
 * hour, and with the hour in the window's partition a query that names a day reads only that day's files.
 */
export const eventsView = `
CREATE OR REPLACE VIEW events AS
SELECT ${[...columns, ...partitions].map(({ name }) => name).join(", ")}
FROM (
  SELECT *, row_number() OVER (PARTITION BY dt, hour, event_id ORDER BY arrived_at) AS copy
  FROM events_raw
) AS arrivals
WHERE copy = 1`;

/** Orders ever confirmed and their totals: `currency, confirmed, revenue_minor`. */
export const confirmedTotals = `
SELECT currency, count(*) AS confirmed, CAST(sum(total_minor) AS bigint) AS revenue_minor
FROM events
WHERE type = 'order.confirmed'
GROUP BY currency
ORDER BY currency`;

/** What was given back, all in all: `currency, refunded_minor`. */
export const refundedTotals = `
SELECT currency, CAST(sum(refund_minor) AS bigint) AS refunded_minor
FROM events
WHERE refund_minor IS NOT NULL
GROUP BY currency
ORDER BY currency`;

/** How many rows the view holds more than there are events, which must be none: `duplicates`. */
export const duplicatesInView = `
SELECT count(*) - count(DISTINCT event_id) AS duplicates
FROM events`;

/**
 * DuckDB's `events_raw`.
 *
 * @param files paths or globs; with none it is empty, as DuckDB refuses to read no file at all
 */
export function duckdbRawView(files: readonly string[]): string {
  if (files.length === 0) {
    const nothing = [...columns, ...partitions].map(
      (column) => `CAST(NULL AS ${duckdbType(column)}) AS ${column.name}`,
    );
    return `CREATE OR REPLACE VIEW events_raw AS SELECT ${nothing.join(", ")} WHERE false`;
  }
  const list = files.map((file) => `'${file.replaceAll("'", "''")}'`).join(", ");
  const types = partitions.map(({ name, type }) => `'${name}': ${type}`).join(", ");
  return `CREATE OR REPLACE VIEW events_raw AS
SELECT * FROM read_parquet([${list}], hive_partitioning = true, hive_types = {${types}}, union_by_name = true)`;
}

function duckdbType(column: Pick<Column, "of"> & { readonly type: string }): string {
  if (column.of === undefined) return column.type;
  return `STRUCT(${column.of.map(({ name, type }: Field) => `${name} ${type}`).join(", ")})[]`;
}
