import * as z from "zod";
import { slicePlanSchema } from "@doorbuster/core/metrics/slicePlan";
import { trustedIssuerSchema } from "./access/trustedIssuer.ts";
import { defaultDueSlices, dueSlicesSchema } from "./dynamo/dueSlices.ts";

/**
 * What a function must be told beyond its resources: one JSON document in `DOORBUSTER_SETTINGS`, no secrets in it.
 */
const settingsSchema = z.object({
  /** Whose tokens are believed. */
  trustedIssuers: z.array(trustedIssuerSchema),
  /** Where Stripe's API is spoken, e.g. `https://api.stripe.com`. */
  paymentBaseUrl: z.url(),
  /** The shop's public address, for links in messages. */
  storefrontUrl: z.url(),
  senderEmail: z.email(),
  /** What the shop decides about orders; what is left out is as in `defaultPolicy`. Times are milliseconds. */
  orders: z
    .object({
      reservationMs: z.int().min(1_000).optional(),
      extensionMs: z.int().min(0).optional(),
      captureAt: z.enum(["confirmation", "shipment"]).optional(),
    })
    .default({}),
  /** How long after it happened something is audited; unless told, as long as an order may stay open. Milliseconds. */
  books: z.object({ restMs: z.int().min(0).optional() }).default({}),
  /** How text messages and pushes introduce themselves. */
  notifications: z
    .object({
      /** What telephones show as the sender where the country allows it. */
      smsSenderId: z
        .string()
        .regex(/^(?=.*[A-Za-z])[A-Za-z0-9]{1,11}$/)
        .default("Doorbuster"),
      /** The most that one text message may cost. */
      smsMaxPriceUsd: z.number().positive().default(0.5),
      /** The laptop edition's own push service, for browsers that reach no other: its origin. */
      localPushService: z.url().optional(),
    })
    .prefault({}),
  /** Into how many parts lists and counts are cut whose partitions would fill up. */
  slices: z
    .object({
      /** Every number that the index `due` was ever cut into, the present one last. */
      due: dueSlicesSchema.default(defaultDueSlices),
      /** Those of the live counts. */
      live: slicePlanSchema.default([]),
    })
    .prefault({}),
  /** The collection on the drop page. */
  collection: z.string().min(1),
});
export type Settings = z.infer<typeof settingsSchema>;

export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const text = env["DOORBUSTER_SETTINGS"];
  if (text === undefined) throw new Error("DOORBUSTER_SETTINGS is not set");
  // Read once in a process: to compile code for it, as zod does for what it will see again, takes longer than all of it.
  return settingsSchema.parse(JSON.parse(text), { jitless: true });
}
