import type { OrderEvent } from "@doorbuster/core/metrics/orderEvent";

/** An order event as it came off the stream. */
export interface LakeRecord {
  readonly event: OrderEvent;
  readonly shardId: string;
  readonly sequenceNumber: string;
  /** When the stream took it: milliseconds since the epoch. */
  readonly arrivedAt: number;
}

type ScalarType = "string" | "int" | "bigint" | "boolean" | "timestamp";

export interface Field {
  readonly name: string;
  /** In the words of SQL. A timestamp is UTC without a zone, in milliseconds. */
  readonly type: ScalarType;
  readonly nullable?: boolean;
}

export interface Column extends Omit<Field, "type"> {
  /** A list of structures has the fields in `of`. */
  readonly type: ScalarType | "list";
  readonly of?: readonly Field[];
  readonly description: string;
  readonly value: (record: LakeRecord) => unknown;
}

/**
 * The lake's one schema: what the Parquet files hold, and what every view, table and page about them says. Columns are
 * only ever added, at the end and nullable: files written once are never written again.
 */
export const columns: readonly Column[] = [
  {
    name: "event_id",
    type: "string",
    description: "The order's id and the number of the event in its history",
    value: ({ event }) => event.id,
  },
  { name: "order_id", type: "string", description: "The order's id", value: ({ event }) => event.orderId },
  {
    name: "seq",
    type: "int",
    description: "1, 2, 3 … within the order",
    value: ({ event }) => event.seq,
  },
  {
    name: "type",
    type: "string",
    description: "What happened, such as order.confirmed",
    value: ({ event }) => event.type,
  },
  {
    name: "occurred_at",
    type: "timestamp",
    description: "When it happened; decides the partition",
    value: ({ event }) => new Date(event.at),
  },
  {
    name: "placed_at",
    type: "timestamp",
    description: "When the order was placed",
    value: ({ event }) => new Date(event.placedAt),
  },
  {
    name: "arrived_at",
    type: "timestamp",
    description: "When the stream took the event; later than occurred_at by the pipeline's lag",
    value: ({ arrivedAt }) => new Date(arrivedAt),
  },
  {
    name: "trace_id",
    type: "string",
    description: "The trace of the request that caused it",
    value: ({ event }) => event.traceId,
  },
  {
    name: "currency",
    type: "string",
    description: "ISO 4217 code of every amount in the row",
    value: ({ event }) => event.currency,
  },
  {
    name: "total_minor",
    type: "bigint",
    description: "The order's total in minor units, tax and shipping included",
    value: ({ event }) => BigInt(event.totalMinor),
  },
  { name: "units", type: "int", description: "Units over all lines", value: ({ event }) => event.units },
  {
    name: "lines",
    type: "list",
    of: [
      { name: "sku", type: "string" },
      { name: "quantity", type: "int" },
      { name: "unit_price_minor", type: "bigint" },
    ],
    description: "What was ordered, one entry per SKU",
    value: ({ event }) =>
      event.lines.map(({ sku, quantity, unitPriceMinor }) => ({
        sku,
        quantity,
        unit_price_minor: BigInt(unitPriceMinor),
      })),
  },
  {
    name: "country",
    type: "string",
    description: "Where it is shipped to: ISO 3166-1 alpha-2, ZZ unknown",
    value: ({ event }) => event.country,
  },
  {
    name: "guest",
    type: "boolean",
    description: "Whether the customer was not signed in",
    value: ({ event }) => event.guest,
  },
  {
    name: "decline_code",
    type: "string",
    nullable: true,
    description: "Why the payment was declined, in the provider's words",
    value: ({ event }) => event.declineCode,
  },
  {
    name: "refund_minor",
    type: "bigint",
    nullable: true,
    description: "What this event gave back, in minor units",
    value: ({ event }) => (event.refundMinor === undefined ? undefined : BigInt(event.refundMinor)),
  },
];

/** Folders by event time: `events/dt=2026-11-27/hour=09/`. Known to readers as two more columns. */
export const partitions = [
  { name: "dt", type: "date", description: "Day of occurred_at, UTC" },
  { name: "hour", type: "int", description: "Hour of occurred_at, UTC" },
] as const;

/** @param at ISO time, UTC */
export function partitionOf(at: string): string {
  return `events/dt=${at.slice(0, 10)}/hour=${at.slice(11, 13)}`;
}
