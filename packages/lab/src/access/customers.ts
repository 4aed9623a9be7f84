import { readFile } from "node:fs/promises";
import { importJWK, SignJWT, type JWK } from "jose";
import * as z from "zod";
import { readSettings } from "@doorbuster/adapters/settings";

/** Access tokens of the file's customers. */
export interface Customers {
  tokenFor(customerId: string): Promise<string>;
}

export interface CustomersOptions {
  readonly issuer: string;
  readonly audience: string | undefined;
  /** ES256. */
  readonly privateJwk: JWK;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

const lifetimeMs = 60 * 60_000;
/** A token with less than this left is not used any more. */
const leftMsMin = 5 * 60_000;

/** Signs customers in, as an issuer of their own: a customer's number is the subject. */
export async function signedCustomers(options: CustomersOptions): Promise<Customers> {
  const { issuer, audience, privateJwk, now } = options;
  const key = await importJWK(privateJwk, "ES256");
  const kept = new Map<string, { expiresAt: number; token: Promise<string> }>();

  const sign = (subject: string, expiresAt: number) => {
    const token = new SignJWT({
      iss: issuer,
      sub: subject,
      ...(audience !== undefined && { aud: audience }),
    });
    const header = { alg: "ES256", ...(privateJwk.kid !== undefined && { kid: privateJwk.kid }) };
    return token
      .setProtectedHeader(header)
      .setIssuedAt(new Date(now()))
      .setExpirationTime(new Date(expiresAt))
      .sign(key);
  };

  return {
    tokenFor(customerId) {
      const known = kept.get(customerId);
      if (known && known.expiresAt - now() > leftMsMin) return known.token;
      const expiresAt = now() + lifetimeMs;
      const token = sign(customerId, expiresAt);
      kept.set(customerId, { expiresAt, token });
      return token;
    },
  };
}

const secretsSchema = z.object({
  labIssuer: z.object({ privateJwk: z.looseObject({ kty: z.string(), kid: z.string() }) }),
});

/**
 * The customers of a laptop shop. Its secrets file holds the key of an issuer that nothing but the laptop edition trusts;
 * which one that is, the shop's settings say by the public key.
 */
export async function labCustomers(shop: {
  readonly env: Readonly<Record<string, string>>;
  readonly secretsFile: string;
}): Promise<Customers> {
  const { labIssuer } = secretsSchema.parse(JSON.parse(await readFile(shop.secretsFile, "utf8")));
  const { privateJwk } = labIssuer;
  const trusted = readSettings(shop.env).trustedIssuers.find(({ jwks }) =>
    jwks?.keys.some((key) => key["kid"] === privateJwk.kid),
  );
  if (!trusted) throw new Error("the shop does not trust the replay's customers");
  return signedCustomers({ issuer: trusted.issuer, audience: trusted.audience, privateJwk, now: Date.now });
}
