import { createHash } from "node:crypto";
import * as z from "zod";

/** One answer of the issuer's token endpoint, and who it is for. */
export interface TokenSet {
  readonly accessToken: string;
  /** Milliseconds since the epoch. */
  readonly expiresAtMs: number;
  /** The refresh token to use from now on; the same one unless the issuer rotates them. */
  readonly refreshToken: string;
  /** Fresh claims of the person, when the issuer sent an ID token along. */
  readonly user: z.infer<typeof userClaimsSchema> | undefined;
}

/** The claims of an ID token that a site shows, under the site's names. */
export const userClaimsSchema = z
  .object({
    name: z.string().optional(),
    email: z.string(),
    "cognito:groups": z.array(z.string()).default([]),
  })
  .transform((claims) => ({
    name: claims.name ?? claims.email,
    email: claims.email,
    groups: claims["cognito:groups"],
  }));

/** A token is not handed out any more when less than this is left of it. */
const leftMsMin = 60_000;
const sessionsMax = 1_000;

/**
 * Access tokens by refresh token, in this process only.
 *
 * Tabs that wake together ask at once: they share one call to the issuer, which matters where refresh tokens rotate,
 *
 *     tab 1  ── refresh(R1) ─────► R2
 *     tab 2  ── refresh(R1) ─────► refused, and some issuers then revoke the whole family
 *
 * and for as long as the answer lasts, later tabs get it too, also those that still hold the cookie with R1.
 */
export class AccessTokens {
  readonly #sets = new Map<string, Promise<TokenSet>>();
  readonly #refresh: (refreshToken: string) => Promise<TokenSet>;
  readonly #now: () => number;

  constructor(refresh: (refreshToken: string) => Promise<TokenSet>, now: () => number = Date.now) {
    this.#refresh = refresh;
    this.#now = now;
  }

  /** Keeps the tokens that came with a sign-in, so that the first page need not ask again. */
  remember(tokens: TokenSet): void {
    this.#put(keyOf(tokens.refreshToken), Promise.resolve(tokens));
  }

  /** A token with at least a minute left. Rejects with whatever the refresh rejects with; a failure is not kept. */
  async get(refreshToken: string): Promise<TokenSet> {
    const key = keyOf(refreshToken);
    const known = this.#sets.get(key);
    if (known) {
      const tokens = await known;
      if (tokens.expiresAtMs - this.#now() > leftMsMin) return tokens;
      // Several callers may wake from the same old answer: only the first of them replaces it.
      if (this.#sets.get(key) !== known) return this.get(refreshToken);
      return this.#fetch(key, tokens.refreshToken);
    }
    return this.#fetch(key, refreshToken);
  }

  forget(refreshToken: string): void {
    this.#sets.delete(keyOf(refreshToken));
  }

  #fetch(key: string, refreshToken: string): Promise<TokenSet> {
    const pending = this.#refresh(refreshToken);
    this.#put(key, pending);
    pending.catch(() => {
      if (this.#sets.get(key) === pending) this.#sets.delete(key);
    });
    return pending;
  }

  #put(key: string, tokens: Promise<TokenSet>): void {
    this.#sets.delete(key);
    this.#sets.set(key, tokens);
    const [oldest] = this.#sets.keys();
    if (this.#sets.size > sessionsMax && oldest !== undefined) this.#sets.delete(oldest);
  }
}

/** Refresh tokens are bearer secrets: the map holds their digest, so a heap dump names none. */
function keyOf(refreshToken: string): string {
  return createHash("sha256").update(refreshToken).digest("base64url");
}
