import { createLocalJWKSet, createRemoteJWKSet, decodeJwt, errors, jwtVerify } from "jose";
import type { JWTPayload, JWTVerifyGetKey } from "jose";
import * as z from "zod";
import type { Caller } from "@doorbuster/core/access/caller";
import { AppError } from "@doorbuster/core/errors";
import type { TrustedIssuer } from "./trustedIssuer.ts";

const claimsSchema = z.object({
  iss: z.string(),
  sub: z.string().min(1),
  name: z.string().optional(),
  username: z.string().optional(),
  email: z.string().optional(),
  "cognito:groups": z.array(z.string()).default([]),
});

/** Cognito signs with RS256; other issuers of ours may use ES256. Never `none`, never a shared secret. */
const algorithms = ["RS256", "ES256"];

export interface TokenVerifier {
  /** @throws AppError `UNAUTHENTICATED` for a token that is malformed, forged, expired or from a stranger */
  verify(token: string): Promise<Caller>;
}

export function tokenVerifier(issuers: readonly TrustedIssuer[]): TokenVerifier {
  const known = new Map(issuers.map((each) => [each.issuer, { ...each, keys: keysOf(each) }]));
  return {
    async verify(token) {
      try {
        const issuer = known.get(decodeJwt(token).iss ?? "");
        if (!issuer) throw refused("issuer is not trusted");
        const { payload } = await jwtVerify(token, issuer.keys, {
          issuer: issuer.issuer,
          algorithms,
          requiredClaims: ["exp", "sub"],
          ...(issuer.audience !== undefined && { audience: issuer.audience }),
        });
        if (issuer.clientId !== undefined && !isAccessTokenFor(issuer.clientId, payload)) {
          throw refused("not an access token for this client");
        }
        return callerOf(payload, issuer.staff ?? false);
      } catch (error) {
        // That the issuer's keys could not be had says nothing about the token: not the customer's fault, and no 401.
        if (!(error instanceof errors.JOSEError) || unreachable.has(error.code)) throw error;
        throw refused(error.code);
      }
    },
  };
}

const unreachable: ReadonlySet<string> = new Set([errors.JWKSTimeout.code, errors.JOSEError.code]);

function refused(internal: string): AppError {
  return new AppError("UNAUTHENTICATED", "Your sign-in is not valid any more. Please sign in again.", {
    internal,
  });
}

function keysOf({ issuer, jwksUri, jwks }: TrustedIssuer): JWTVerifyGetKey {
  if (jwks) return createLocalJWKSet(jwks);
  // Made for the first token: it loads the classes of `fetch`, for which a function that starts would have to wait.
  let remote: JWTVerifyGetKey | undefined;
  return (...asked) => {
    remote ??= createRemoteJWKSet(new URL(jwksUri ?? `${issuer}/.well-known/jwks.json`));
    return remote(...asked);
  };
}

/**
 * A pool signs two kinds of token, for whichever of its clients: that somebody may know who a person is (`id`) is not yet
 * that they may act for them (Cognito developer guide, "Verifying JSON web tokens").
 */
function isAccessTokenFor(clientId: string, { token_use, client_id }: JWTPayload): boolean {
  return token_use === "access" && client_id === clientId;
}

/**
 * Cognito's access tokens hold neither name nor address. Staff are made with a username that says who they are; a
 * customer's is made up by the pool.
 */
function callerOf(claims: JWTPayload, staff: boolean): Caller {
  const { iss, sub, name, username, email, "cognito:groups": groups } = claimsSchema.parse(claims);
  const user = { kind: "user", issuer: iss, subject: sub, email } as const;
  return staff ? { ...user, name: name ?? username, groups } : { ...user, name, groups: [] };
}
