import { createHmac } from "node:crypto";

/**
 * The `Stripe-Signature` header: the time of signing and, per secret, an HMAC over time and body
 * (docs.stripe.com/webhooks#verify-manually). Two secrets sign while one replaces the other.
 * @param seconds Unix seconds
 */
export function signatureHeader(body: string, secrets: readonly string[], seconds: number): string {
  const signatures = secrets.map(
    (secret) => `v1=${createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex")}`,
  );
  return [`t=${seconds}`, ...signatures].join(",");
}
