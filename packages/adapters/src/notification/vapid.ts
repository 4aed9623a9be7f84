import { importJWK, SignJWT } from "jose";
import * as z from "zod";

/** A P-256 key pair as JWK: by it push services know who sends, and a browser's subscription is bound to it. */
export const vapidKeySchema = z.object({
  kty: z.literal("EC"),
  crv: z.literal("P-256"),
  x: z.base64url(),
  y: z.base64url(),
  d: z.base64url(),
});
export type VapidKey = z.infer<typeof vapidKeySchema>;

/** The public half as browsers want it: the uncompressed point, base64url. */
export function vapidPublicKey({ x, y }: Pick<VapidKey, "x" | "y">): string {
  const point = [Buffer.of(4), Buffer.from(x, "base64url"), Buffer.from(y, "base64url")];
  return Buffer.concat(point).toString("base64url");
}

/** How long a token is good for; RFC 8292, section 2 allows a day. */
const tokenSeconds = 12 * 60 * 60;

/**
 * The `Authorization` of a push (RFC 8292): a token for the push service's origin, and the key to check it by.
 *
 * @param contact where the push service can write to about us, `mailto:` or `https:`
 * @param now milliseconds since the epoch
 */
export async function vapidAuthorization(
  key: VapidKey,
  endpoint: string,
  contact: string,
  now: number,
): Promise<string> {
  const token = await new SignJWT()
    .setProtectedHeader({ typ: "JWT", alg: "ES256" })
    .setAudience(new URL(endpoint).origin)
    .setExpirationTime(Math.floor(now / 1000) + tokenSeconds)
    .setSubject(contact)
    .sign(await importJWK(key, "ES256"));
  return `vapid t=${token}, k=${vapidPublicKey(key)}`;
}
