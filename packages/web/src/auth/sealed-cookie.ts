import { hkdfSync } from "node:crypto";
import type { SessionKeys } from "@doorbuster/core/access/sessionKeys";
import { EncryptJWT, errors, jwtDecrypt, type JWTPayload } from "jose";
import type * as z from "zod";

export interface SealedCookie<Value extends Record<string, unknown>> {
  readonly name: string;
  readonly schema: z.ZodType<Value>;
  readonly path: string;
  readonly lifetimeSeconds: number;
}

/**
 * A `Set-Cookie` header whose value only this site's server can read: a JWE (A256GCM) that carries its own end.
 *
 * @throws SecretUnavailable when there is no key to be had
 */
export async function sealCookie<Value extends Record<string, unknown>>(
  cookie: SealedCookie<Value>,
  value: Value,
  { sessionKeys, siteUrl }: { sessionKeys: SessionKeys; siteUrl: string },
): Promise<string> {
  const [newest] = await sessionKeys.get();
  if (newest === undefined) throw new Error("there is no session key");
  const sealed = await new EncryptJWT(value)
    .setProtectedHeader({ alg: "dir", enc: "A256GCM" })
    .setIssuedAt()
    .setExpirationTime(`${cookie.lifetimeSeconds} s`)
    .setAudience(cookie.name)
    .encrypt(deriveKey(newest));
  return setCookie(cookie, sealed, cookie.lifetimeSeconds, siteUrl);
}

/**
 * The value, or undefined when the cookie is missing, too old, forged, or sealed for another purpose. No key is asked for
 * without a cookie: whoever is not signed in doesn't need one.
 *
 * A key is replaced in all processes of a site within minutes, not at once:
 *
 *     process 1  ── reads [new, old] ── seals with new ──►  cookie
 *     process 2  ── believes [old] ─────────────────────────► opens it only after it has read the keys again
 *
 * @throws SecretUnavailable when there is no key to be had: that says nothing about the cookie
 */
export async function openCookie<Value extends Record<string, unknown>>(
  cookie: SealedCookie<Value>,
  request: Request,
  { sessionKeys }: { sessionKeys: SessionKeys },
): Promise<Value | undefined> {
  const sealed = readCookie(request, cookie.name);
  if (!sealed) return undefined;
  const opened =
    (await decrypt(cookie.name, sealed, await sessionKeys.get())) ??
    (await decrypt(cookie.name, sealed, await sessionKeys.getAnew()));
  return cookie.schema.safeParse(opened?.payload).data;
}

/** What was sealed; no payload when one of the keys fits and the rest does not; undefined when none of the keys does. */
async function decrypt(
  audience: string,
  sealed: string,
  keys: readonly string[],
): Promise<{ readonly payload?: JWTPayload } | undefined> {
  for (const key of keys) {
    try {
      return await jwtDecrypt(sealed, deriveKey(key), {
        audience,
        contentEncryptionAlgorithms: ["A256GCM"],
        keyManagementAlgorithms: ["dir"],
      });
    } catch (error) {
      if (error instanceof errors.JWEDecryptionFailed) continue;
      if (error instanceof errors.JOSEError) return {};
      throw error;
    }
  }
  return undefined;
}

/** A `Set-Cookie` header that takes the cookie away. */
export function clearCookie(cookie: { name: string; path: string }, siteUrl: string): string {
  return setCookie(cookie, "", 0, siteUrl);
}

function setCookie(cookie: { name: string; path: string }, value: string, maxAge: number, siteUrl: string) {
  const secure = siteUrl.startsWith("https:") ? "; Secure" : "";
  return `${cookie.name}=${value}; Path=${cookie.path}; Max-Age=${maxAge}; HttpOnly; SameSite=Lax${secure}`;
}

function readCookie(request: Request, name: string): string | undefined {
  const pairs = request.headers.get("cookie")?.split(/; */) ?? [];
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}

function deriveKey(sessionKey: string): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", sessionKey, "", "doorbuster session cookie", 32));
}
