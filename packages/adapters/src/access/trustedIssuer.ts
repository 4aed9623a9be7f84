import * as z from "zod";

/** An OpenID Connect issuer whose access tokens are believed. Keys are fetched from `jwksUri`, or given in place. */
export const trustedIssuerSchema = z.object({
  issuer: z.url(),
  /** The `aud` that its access tokens must have, where they have one. */
  audience: z.string().optional(),
  /** Cognito's have none: the app client, their `client_id`, that they must be made for. */
  clientId: z.string().optional(),
  jwksUri: z.url().optional(),
  jwks: z.object({ keys: z.array(z.record(z.string(), z.unknown())) }).optional(),
  /** Whether its groups claim is believed. Without it, its tokens are customers' whatever they claim. */
  staff: z.boolean().default(false),
});
export type TrustedIssuer = z.input<typeof trustedIssuerSchema>;
