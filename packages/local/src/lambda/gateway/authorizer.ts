import { createLocalJWKSet, createRemoteJWKSet, decodeJwt, errors, jwtVerify } from "jose";
import type { JSONWebKeySet, JWTPayload, JWTVerifyGetKey } from "jose";

import { GatewayError } from "./gatewayErrors.ts";

/** An OpenID Connect issuer whose tokens the authoriser takes. */
export interface TrustedIssuer {
  /** The exact `iss` claim. */
  readonly issuer: string;
  /** Where its public keys are, or the keys themselves. */
  readonly jwks: URL | JSONWebKeySet;
  /** Must be the token's `aud` (or among them), or its `client_id` as in a Cognito access token. */
  readonly audience: string;
}

/** A verified token's claims, as strings. */
export type Claims = Readonly<Record<string, string>>;

/**
 * Verifies the bearer token of a request as a Cognito user pool authoriser does and answers its claims.
 * Throws `GatewayError`: 401 for any token that is missing or not good, 503 when the issuer's keys cannot be had.
 */
export function makeAuthorizer(
  issuers: readonly TrustedIssuer[],
): (authorization?: string) => Promise<Claims> {
  const trusted = new Map(issuers.map((one) => [one.issuer, { ...one, key: keyFinder(one.jwks) }]));

  return async (authorization) => {
    const token = /^Bearer +(\S+)$/i.exec(authorization ?? "")?.[1];
    if (token === undefined) throw new GatewayError("unauthenticated", "no bearer token");
    try {
      const issuer = trusted.get(decodeJwt(token).iss ?? "");
      if (issuer === undefined) throw new errors.JWTInvalid("unknown issuer");
      const { payload } = await jwtVerify(token, issuer.key, {
        issuer: issuer.issuer,
        algorithms: ["RS256", "ES256"],
        requiredClaims: ["sub", "exp"],
      });
      if (!isFor(payload, issuer.audience)) throw new errors.JWTInvalid("another audience");
      return claimsOf(payload);
    } catch (error) {
      throw refusal(error);
    }
  };
}

function keyFinder(jwks: URL | JSONWebKeySet): JWTVerifyGetKey {
  return jwks instanceof URL ? createRemoteJWKSet(jwks) : createLocalJWKSet(jwks);
}

function isFor({ aud, client_id: clientId }: JWTPayload, audience: string): boolean {
  return [aud, clientId].flat().includes(audience);
}

/** What jose says when it could not fetch or read the key set, as against what it says of a token. */
const keySetErrors = ["ERR_JOSE_GENERIC", "ERR_JWKS_TIMEOUT", "ERR_JWKS_INVALID"];

function refusal(error: unknown): GatewayError {
  if (error instanceof errors.JOSEError && !keySetErrors.includes(error.code)) {
    return new GatewayError("unauthenticated", error.code);
  }
  return new GatewayError("unavailable", "the issuer's keys cannot be had");
}

/**
 * The claims as API Gateway passes them on: all of them strings, lists joined by commas, and the two times that it
 * understands as Java prints a date.
 */
function claimsOf(payload: JWTPayload): Claims {
  return Object.fromEntries(
    Object.entries(payload).map(([name, value]) => {
      if ((name === "exp" || name === "iat") && typeof value === "number") return [name, javaDate(value)];
      if (Array.isArray(value)) return [name, value.join(",")];
      return [name, typeof value === "string" ? value : JSON.stringify(value)];
    }),
  );
}

/** `Tue Apr 04 18:39:39 UTC 2023` */
function javaDate(unixSeconds: number): string {
  const [weekday, day, month, year, time] = new Date(unixSeconds * 1000)
    .toUTCString()
    .replace(",", "")
    .split(" ");
  return `${weekday} ${month} ${day} ${time} UTC ${year}`;
}
