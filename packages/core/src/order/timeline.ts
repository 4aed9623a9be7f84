import * as z from "zod";
import { totalsSchema } from "../catalog/price.ts";
import { lifecycle, type EntryType } from "./lifecycle.ts";
import {
  isGuests,
  orderLineSchema,
  orderStatusSchema,
  paymentStateSchema,
  refundSchema,
  shipmentSchema,
} from "./order.ts";
import type { Order, Refund } from "./order.ts";

/** Every type of entry, once each, in the order of the lifecycle. */
export const entryTypes = [
  ...new Set<EntryType>(["order.placed", ...Object.values(lifecycle).map((rule) => rule.entry)]),
] as [EntryType, ...EntryType[]];

const orderThenSchema = z.object({
  status: orderStatusSchema,
  paymentState: paymentStateSchema,
  paymentId: z.string().optional(),
  declineCode: z.string().optional(),
  guest: z.boolean(),
  /** Where it goes: all that is said of the address. */
  country: z.string(),
  lines: z.array(orderLineSchema),
  totals: totalsSchema,
  shipment: shipmentSchema.optional(),
  placedAt: z.iso.datetime(),
  confirmedAt: z.iso.datetime().optional(),
});

const entrySchema = z.object({
  v: z.literal(2),
  /** `<order id>#<seq>`: the event id by which every consumer knows what it has. */
  id: z.string(),
  orderId: z.string(),
  /** 1, 2, 3 … per order; equals the order's version after the change. */
  seq: z.int().min(1),
  type: z.enum(entryTypes),
  at: z.iso.datetime(),
  traceId: z.string(),
  /** Who caused it: `customer`, `system`, or a member of staff by name. */
  actor: z.string(),
  reason: z.string().optional(),
  /** The refund that this entry is about. */
  refund: refundSchema.optional(),
  /** The order as it was after the change, but for the person. */
  order: orderThenSchema,
});

/** An entry from before version 2, which held contact and address. They are left where they are. */
const formerEntrySchema = entrySchema
  .extend({
    v: z.literal(1),
    order: orderThenSchema
      .omit({ country: true })
      .extend({ shippingAddress: orderThenSchema.pick({ country: true }) }),
  })
  .transform(({ order: { shippingAddress, ...order }, ...entry }) => ({
    ...entry,
    v: 2 as const,
    order: { ...order, ...shippingAddress },
  }));

/**
 * One thing that happened to an order. It is three things at once: the history that people see, the audit log, and the
 * outbox from which SNS and Kinesis are fed. It is written in the transaction of the change itself, never altered, and
 * holds what a reader needs: DynamoDB streams tear a transaction apart, so nothing may need its neighbour.
 *
 * What is never altered can't be erased, so it holds nothing of the person: whoever writes to the customer looks into the
 * order's row, where contact and address are for as long as they may be.
 */
export const timelineEntrySchema = z.union([entrySchema, formerEntrySchema]);
export type TimelineEntry = z.infer<typeof timelineEntrySchema>;

/** The entry of an order's present version. Pure. */
export function entryOf(
  order: Order,
  type: EntryType,
  context: {
    at: string;
    actor: string;
    traceId: string;
    reason?: string | undefined;
    refund?: Refund | undefined;
  },
): TimelineEntry {
  const { paymentId, declineCode } = order.payment;
  return {
    v: 2,
    id: eventId(order.id, order.version),
    orderId: order.id,
    seq: order.version,
    type,
    at: context.at,
    traceId: context.traceId,
    actor: context.actor,
    ...(context.reason !== undefined && { reason: context.reason }),
    ...(context.refund && { refund: context.refund }),
    order: {
      status: order.status,
      paymentState: order.payment.state,
      ...(paymentId !== undefined && { paymentId }),
      ...(declineCode !== undefined && { declineCode }),
      guest: isGuests(order),
      country: order.shippingAddress.country,
      lines: order.lines,
      totals: order.totals,
      ...(order.shipment && { shipment: order.shipment }),
      placedAt: order.placedAt,
      ...(order.confirmedAt !== undefined && { confirmedAt: order.confirmedAt }),
    },
  };
}

/** Four digits, so that entries sort as text in the order in which they happened. */
export function eventId(orderId: string, seq: number): string {
  return `${orderId}#${String(seq).padStart(4, "0")}`;
}
