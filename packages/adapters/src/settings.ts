import * as z from "zod";
import { trustedIssuerSchema } from "./access/tokens.ts";

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
  /** The collection on the drop page. */
  collection: z.string().min(1),
});
export type Settings = z.infer<typeof settingsSchema>;

export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const text = env["DOORBUSTER_SETTINGS"];
  if (text === undefined) throw new Error("DOORBUSTER_SETTINGS is not set");
  return settingsSchema.parse(JSON.parse(text));
}
