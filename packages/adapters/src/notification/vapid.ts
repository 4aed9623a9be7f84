import { importJWK, SignJWT } from "jose";
import { vapidPublicKey, type VapidKey } from "./vapidKey.ts";

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
