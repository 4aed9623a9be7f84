import * as z from "zod";
import { entryTypes, type TimelineEntry } from "../order/timeline.ts";

/**
 * An order event as analytics sees it: Kinesis carries it, the live screen counts it, the lake keeps it. It holds
 * nothing of the person but the country: who bought is no analyst's business.
 */
export const orderEventSchema = z.object({
  v: z.literal(1),
  /** `<order id>#<seq>`; the same however often the event arrives. */
  id: z.string(),
  orderId: z.string(),
  seq: z.int().min(1),
  type: z.enum(entryTypes) /** When it happened: event time, by which everything downstream is bucketed. */,
  at: z.iso.datetime(),
  placedAt: z.iso.datetime(),
  traceId: z.string(),
  currency: z.string(),
  /** The order's total in minor units. */
  totalMinor: z.int(),
  /** Units over all lines. */
  units: z.int(),
  lines: z.array(z.object({ sku: z.string(), quantity: z.int(), unitPriceMinor: z.int() })),
  country: z.string(),
  guest: z.boolean(),
  declineCode: z.string().optional(),
  /** What this event gave back, in minor units. */
  refundMinor: z.int().optional(),
});
export type OrderEvent = z.infer<typeof orderEventSchema>;

/** What of a timeline entry leaves for analytics. Pure. */
export function orderEventOf(entry: TimelineEntry): OrderEvent {
  const { order } = entry;
  return {
    v: 1,
    id: entry.id,
    orderId: entry.orderId,
    seq: entry.seq,
    type: entry.type,
    at: entry.at,
    placedAt: order.placedAt,
    traceId: entry.traceId,
    currency: order.totals.total.currency,
    totalMinor: order.totals.total.amount,
    units: order.lines.reduce((units, line) => units + line.quantity, 0),
    lines: order.lines.map(({ sku, quantity, unitPrice }) => ({
      sku,
      quantity,
      unitPriceMinor: unitPrice.amount,
    })),
    country: order.country,
    guest: order.guest,
    ...(order.declineCode !== undefined && { declineCode: order.declineCode }),
    ...(entry.type === "payment.refunded" && entry.refund && { refundMinor: entry.refund.amount.amount }),
  };
}
