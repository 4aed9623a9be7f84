import * as z from "zod";

/** An origin, as a browser writes it. */
const origin = z.url().transform((url) => new URL(url).origin);

const settingSchema = z.discriminatedUnion("kind", [
  /** The laptop edition's payment sandbox, whose frame knows its own key. */
  z.object({ kind: z.literal("sandbox"), url: origin }),
  /** Stripe. The publishable key is made for pages, and is no secret. */
  z.object({
    kind: z.literal("stripe"),
    url: origin,
    publishableKey: z.string().regex(/^pk_(test|live)_\w+$/),
  }),
]);

/** Whose card fields the checkout shows. */
export type CardFieldsSetting = z.infer<typeof settingSchema>;

/**
 * Reads it from the environment of the site's server. Call it while answering a request: a build has another environment,
 * and what it read would be baked into the page.
 *
 * - `DOORBUSTER_FIELDS_URL`: the origin that serves the fields, for example `https://js.stripe.com`
 * - `DOORBUSTER_FIELDS_KIND`: `stripe`, or `sandbox` when it is not set
 * - `DOORBUSTER_PUBLISHABLE_KEY`: Stripe's `pk_…`
 *
 * @throws {z.ZodError} names what is missing or malformed
 */
export function readCardFieldsSetting(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): CardFieldsSetting {
  return settingSchema.parse({
    kind: environment["DOORBUSTER_FIELDS_KIND"] ?? "sandbox",
    url: environment["DOORBUSTER_FIELDS_URL"],
    publishableKey: environment["DOORBUSTER_PUBLISHABLE_KEY"],
  });
}
