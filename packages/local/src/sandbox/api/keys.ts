import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { StripeError } from "./errors.ts";

export interface ApiKeys {
  readonly secret: string;
  readonly publishable: string;
}

/**
 * Refuses a request that does not carry the wanted key, as `Authorization: Bearer KEY` or as the user of basic
 * authentication.
 * @throws {StripeError} 401 in Stripe's shape; it never repeats the key that was sent
 */
export function authenticate(
  headers: Pick<IncomingHttpHeaders, "authorization">,
  keys: ApiKeys,
  wanted: keyof ApiKeys,
): void {
  const sent = keyIn(headers.authorization ?? "");
  if (sent === "") {
    throw refused("You did not provide an API key. Send it as 'Authorization: Bearer YOUR_SECRET_KEY'.");
  }
  if (same(sent, keys[wanted])) return;
  if (wanted === "secret" && same(sent, keys.publishable)) {
    throw refused(
      "This API call cannot be made with a publishable API key. Use a secret API key.",
      "secret_key_required",
    );
  }
  if (wanted === "publishable" && same(sent, keys.secret)) {
    throw refused("Card details are taken by the hosted fields only, never from a server.");
  }
  throw refused("Invalid API Key provided.");
}

function keyIn(authorization: string): string {
  const [scheme = "", credentials = ""] = authorization.split(" ");
  if (scheme.toLowerCase() === "bearer") return credentials;
  if (scheme.toLowerCase() !== "basic") return "";
  return Buffer.from(credentials, "base64").toString().split(":")[0] ?? "";
}

/** Compares digests, so that the time taken tells nothing of the key. */
function same(a: string, b: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

function refused(message: string, code?: string): StripeError {
  return new StripeError(401, { type: "invalid_request_error", message, ...(code ? { code } : {}) });
}
