import * as oidc from "openid-client";
import { userClaimsSchema, type TokenSet } from "./access-tokens.ts";
import type { SiteConfig } from "./config.ts";

/** The checks that tie a callback to the request that began it. */
export interface SignInChecks {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** The issuer refused the refresh token: the person has to sign in again. */
export class SessionEnded extends Error {
  override readonly name = "SessionEnded";
}

/** What a site asks of its OpenID Connect issuer. */
export class IssuerClient {
  readonly #config: SiteConfig;
  readonly #redirectUri: string;
  #discovery: Promise<oidc.Configuration> | undefined;

  constructor(config: SiteConfig) {
    this.#config = config;
    this.#redirectUri = `${config.siteUrl}/auth/callback`;
  }

  /** Where to send the browser, and what to keep until it returns. `prompt` "login" asks for an account anew. */
  async beginSignIn(prompt: "login" | undefined): Promise<{ url: URL; checks: SignInChecks }> {
    const checks = {
      state: oidc.randomState(),
      nonce: oidc.randomNonce(),
      verifier: oidc.randomPKCECodeVerifier(),
    };
    const url = oidc.buildAuthorizationUrl(await this.#discover(), {
      redirect_uri: this.#redirectUri,
      scope: "openid email profile",
      state: checks.state,
      nonce: checks.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(checks.verifier),
      code_challenge_method: "S256",
      ...(prompt && { prompt }),
    });
    return { url, checks };
  }

  /** Exchanges the code of a callback. Rejects when the issuer said no or a check fails. */
  async finishSignIn(search: string, checks: SignInChecks): Promise<TokenSet> {
    const answer = await oidc.authorizationCodeGrant(
      await this.#discover(),
      new URL(this.#redirectUri + search),
      {
        expectedState: checks.state,
        expectedNonce: checks.nonce,
        pkceCodeVerifier: checks.verifier,
        idTokenExpected: true,
      },
    );
    return toTokenSet(answer, answer.refresh_token);
  }

  /** @throws {SessionEnded} when the refresh token is spent, revoked or unknown */
  async refresh(refreshToken: string): Promise<TokenSet> {
    try {
      const answer = await oidc.refreshTokenGrant(await this.#discover(), refreshToken);
      return toTokenSet(answer, answer.refresh_token ?? refreshToken);
    } catch (error) {
      if (error instanceof oidc.ResponseBodyError && error.error === "invalid_grant") {
        throw new SessionEnded("the issuer refused the refresh token", { cause: error });
      }
      throw error;
    }
  }

  async revoke(refreshToken: string): Promise<void> {
    await oidc.tokenRevocation(await this.#discover(), refreshToken, { token_type_hint: "refresh_token" });
  }

  /** Where the browser ends the issuer's own session and comes back to the site. Carries no ID token. */
  async signOutUrl(): Promise<URL> {
    const home = `${this.#config.siteUrl}/`;
    return oidc.buildEndSessionUrl(await this.#discover(), {
      client_id: this.#config.clientId,
      post_logout_redirect_uri: home,
      logout_uri: home, // Cognito's own name for it
    });
  }

  #discover(): Promise<oidc.Configuration> {
    const { issuer, clientId } = this.#config;
    this.#discovery ??= oidc
      .discovery(new URL(issuer), clientId, undefined, oidc.None(), {
        // The laptop edition's issuer speaks plain HTTP; nothing else may.
        execute: new URL(issuer).hostname === "localhost" ? [oidc.allowInsecureRequests] : [],
      })
      .catch((error: unknown) => {
        this.#discovery = undefined; // ask again next time
        throw error;
      });
    return this.#discovery;
  }
}

function toTokenSet(
  answer: oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers,
  refreshToken: string | undefined,
): TokenSet {
  if (!refreshToken) throw new Error("the issuer sent no refresh token");
  const claims = answer.claims();
  return {
    accessToken: answer.access_token,
    expiresAtMs: Date.now() + (answer.expiresIn() ?? 0) * 1_000,
    refreshToken,
    user: claims && userClaimsSchema.parse(claims),
  };
}
