import { hkdfSync } from "node:crypto";
import { EncryptJWT, errors, jwtDecrypt } from "jose";
import type * as z from "zod";

export interface SealedCookie<Value extends Record<string, unknown>> {
  readonly name: string;
  readonly schema: z.ZodType<Value>;
  readonly path: string;
  readonly lifetimeSeconds: number;
}

/** A `Set-Cookie` header whose value only this site's server can read: a JWE (A256GCM) that carries its own end. */
export async function sealCookie<Value extends Record<string, unknown>>(
  cookie: SealedCookie<Value>,
  value: Value,
  { sessionKey, siteUrl }: { sessionKey: string; siteUrl: string },
): Promise<string> {
  const sealed = await new EncryptJWT(value)
    .setProtectedHeader({ alg: "dir", enc: "A256GCM" })
    .setIssuedAt()
    .setExpirationTime(`${cookie.lifetimeSeconds} s`)
    .setAudience(cookie.name)
    .encrypt(deriveKey(sessionKey));
  return setCookie(cookie, sealed, cookie.lifetimeSeconds, siteUrl);
}

/** The value, or undefined when the cookie is missing, too old, forged, or sealed for another purpose. */
export async function openCookie<Value extends Record<string, unknown>>(
  cookie: SealedCookie<Value>,
  request: Request,
  { sessionKey }: { sessionKey: string },
): Promise<Value | undefined> {
  const sealed = readCookie(request, cookie.name);
  if (!sealed) return undefined;
  try {
    const { payload } = await jwtDecrypt(sealed, deriveKey(sessionKey), {
      audience: cookie.name,
      contentEncryptionAlgorithms: ["A256GCM"],
      keyManagementAlgorithms: ["dir"],
    });
    return cookie.schema.safeParse(payload).data;
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
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
