import * as z from "zod";
import { skuSchema } from "../catalog/product.ts";
import { totalsSchema } from "../catalog/price.ts";
import { orderIdSchema } from "../ids.ts";
import { moneySchema } from "../money/money.ts";

export const orderStatusSchema = z.enum([
  "pending",
  "confirmed",
  "declined",
  "expired",
  "cancelled",
  "shipped",
  "delivered",
]);
export type OrderStatus = z.infer<typeof orderStatusSchema>;

export const paymentStateSchema = z.enum([
  "open",
  "requires_action",
  "authorized",
  "captured",
  "failed",
  "unknown",
  "voided",
  "refunded",
]);
export type PaymentState = z.infer<typeof paymentStateSchema>;

export const contactSchema = z.object({
  email: z.email().max(254),
  phone: z
    .string()
    .regex(/^\+[1-9][0-9]{6,14}$/, "an international number such as +447700900123")
    .optional(),
});
export type Contact = z.infer<typeof contactSchema>;

const addressLine = z.string().trim().min(1).max(120);

export const addressSchema = z.object({
  name: addressLine,
  line1: addressLine,
  line2: z.string().trim().max(120).optional(),
  city: addressLine,
  postalCode: z.string().trim().min(1).max(16),
  /** ISO 3166-1 alpha-2; `ZZ` is the code set's own for an unknown country. */
  country: z.string().regex(/^[A-Z]{2}$/, "an ISO 3166-1 alpha-2 code such as GB, or ZZ"),
});
export type Address = z.infer<typeof addressSchema>;

export const orderLineSchema = z.object({
  sku: skuSchema,
  name: z.string(),
  quantity: z.int().min(1),
  unitPrice: moneySchema,
});

/** Money that goes back, from the decision to the provider's word. */
export const refundSchema = z.object({
  /** From the caller's idempotency key: one key, one refund. Part of the provider's own key. */
  id: z.string().min(1).max(64),
  amount: moneySchema,
  reason: z.string(),
  state: z.enum(["requested", "done", "failed"]),
});
export type Refund = z.infer<typeof refundSchema>;

export const shipmentSchema = z.object({
  carrier: z.string().trim().min(2).max(40),
  trackingNumber: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9-]{4,40}$/, "letters, digits and dashes, 4 to 40 of them"),
});
export type Shipment = z.infer<typeof shipmentSchema>;

/**
 * An order, which is also the reservation: `takes` says which stock shards it holds units of. It is changed only by a
 * move of the lifecycle, each of which raises `version` by one and writes the timeline entry of that number.
 */
export const orderSchema = z.object({
  id: orderIdSchema,
  version: z.int().min(1),
  status: orderStatusSchema,
  /** Who may read it: `user:<issuer>#<subject>`, `guest:<email>`, or nobody any more: `erased:user#<id>`, `erased:guest#<id>`. */
  ownerKey: z.string(),
  /** Hash of the whole request, so that one idempotency key can't stand for two different checkouts. */
  fingerprint: z.string(),
  lines: z.array(orderLineSchema).min(1),
  takes: z.array(z.object({ sku: skuSchema, shard: z.int().min(0), quantity: z.int().min(1) })),
  totals: totalsSchema,
  payment: z.object({
    state: paymentStateSchema,
    /** Counts authorisations; part of the provider's idempotency key. */
    attempt: z.int().min(1),
    paymentId: z.string().optional(),
    declineCode: z.string().optional(),
    redirectUrl: z.string().optional(),
  }),
  /** Every refund ever decided, in that order. What is requested and what is done never exceeds the total. */
  refunds: z.array(refundSchema).default([]),
  /** Nothing of it is left once `erasedAt` is set; of the address the country. */
  contact: contactSchema.partial(),
  shippingAddress: addressSchema.partial().required({ country: true }),
  /** When everything that names the person was taken out of it. */
  erasedAt: z.iso.datetime().optional(),
  shipment: shipmentSchema.optional(),
  /** The trace of the request that placed it; carried by every entry, message and row that follows. */
  traceId: z.string(),
  placedAt: z.iso.datetime(),
  /** When the reservation lapses if it is still pending. */
  expiresAt: z.iso.datetime(),
  /** When it last moved; absent until it has. */
  movedAt: z.iso.datetime().optional(),
  /** When the reservation was given its one extension. */
  extendedAt: z.iso.datetime().optional(),
  confirmedAt: z.iso.datetime().optional(),
  /** When its units went back on sale; absent while it holds them. */
  releasedAt: z.iso.datetime().optional(),
  /** Why it ended as it did, where the status alone does not say. */
  reason: z.string().optional(),
  /** When the sweeper must look at it; absent when nothing is open. */
  dueAt: z.iso.datetime().optional(),
});
export type Order = z.infer<typeof orderSchema>;

/** Whether it was bought without an account, also when nobody knows any more by whom. */
export function isGuests({ ownerKey }: Pick<Order, "ownerKey">): boolean {
  return ownerKey.startsWith("guest:") || ownerKey.startsWith("erased:guest#");
}

const personSchema = z.object({ contact: contactSchema, shippingAddress: addressSchema });
/** Whom an order is for, and where it goes. */
export type Person = z.infer<typeof personSchema>;

/** `undefined` once it was erased. */
export function personOf(order: Pick<Order, "contact" | "shippingAddress">): Person | undefined {
  return personSchema.safeParse(order).data;
}
