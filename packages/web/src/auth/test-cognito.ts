import { createHash, randomBytes, randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from "jose";

/** An app client without a secret, as `hops/identity.ts` makes one. */
export interface TestClient {
  readonly clientId: string;
  readonly callbackUrls: readonly string[];
  readonly logoutUrls: readonly string[];
  readonly scopes: readonly string[];
}

/** A person in the pool. What is not there was never given: people who sign themselves up give no name. */
export interface TestMember {
  readonly email: string;
  readonly name?: string;
  readonly groups?: readonly string[];
}

interface Begun {
  readonly redirectUri: string;
  readonly challenge: string;
  readonly nonce: string;
}

const accessSeconds = 900;

/**
 * A user pool and its domain as Amazon Cognito's developer guide has them ("Identity provider and relying party
 * endpoints", "Understanding the ID token", "Understanding the access token"), where they differ from what OpenID Connect
 * would lead one to expect: the issuer has a path and is another host than the endpoints, the discovery document names
 * neither PKCE nor clients without secrets, access tokens have no `aud` and no address, a refresh brings no refresh token
 * and no nonce, and signing out wants `logout_uri`. It refuses what Cognito would refuse.
 */
export async function startTestCognito(client: TestClient, member: TestMember) {
  const { privateKey, publicKey } = await generateKeyPair("RS256");
  const sub = randomUUID();
  const codes = new Map<string, Begun>();
  const refreshTokens = new Set<string>();

  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const pool = "eu-west-1_AbCdEf123";
  const issuer = `http://localhost:${port}/${pool}`;
  const domain = `http://127.0.0.1:${port}`;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = new URLSearchParams(await text(request));
    const [status, json] = await route(request, form);
    response.writeHead(status, { "content-type": "application/json;charset=UTF-8" });
    response.end(json && JSON.stringify(json));
  }

  async function route({ method, url, headers }: IncomingMessage, form: URLSearchParams): Promise<Answer> {
    if (url === `/${pool}/.well-known/openid-configuration`) return [200, discovery(issuer, domain)];
    if (method !== "POST") return [404, undefined];
    // A client without a secret has nothing to authenticate with: it names itself in the form.
    if (headers.authorization !== undefined || form.has("client_secret")) return refused("invalid_client");
    if (form.get("client_id") !== client.clientId) return refused("invalid_client");
    if (url === "/oauth2/token") return tokens(form);
    if (url !== "/oauth2/revoke") return [404, undefined];
    refreshTokens.delete(form.get("token") ?? "");
    return [200, undefined];
  }

  async function tokens(form: URLSearchParams): Promise<Answer> {
    if (form.get("grant_type") === "refresh_token") {
      const isKnown = refreshTokens.has(form.get("refresh_token") ?? "");
      return isKnown ? [200, await signed({})] : refused("invalid_grant");
    }
    const begun = codes.get(form.get("code") ?? "");
    codes.delete(form.get("code") ?? "");
    const challenge = createHash("sha256")
      .update(form.get("code_verifier") ?? "")
      .digest("base64url");
    if (begun?.challenge !== challenge || begun.redirectUri !== form.get("redirect_uri")) {
      return refused("invalid_grant");
    }
    const refreshToken = opaqueToken();
    refreshTokens.add(refreshToken);
    return [200, { ...(await signed({ nonce: begun.nonce })), refresh_token: refreshToken }];
  }

  async function signed(claims: JWTPayload) {
    const both = {
      sub,
      ...(member.groups && { "cognito:groups": member.groups }),
      origin_jti: randomUUID(),
      event_id: randomUUID(),
      auth_time: Math.floor(Date.now() / 1_000),
      jti: randomUUID(),
    };
    const id = {
      ...both,
      ...claims,
      at_hash: "notChecked",
      email_verified: true,
      "cognito:username": sub,
      aud: client.clientId,
      token_use: "id",
      ...(member.name && { name: member.name }),
      email: member.email,
    };
    const access = {
      ...both,
      version: 2,
      client_id: client.clientId,
      token_use: "access",
      scope: client.scopes.join(" "),
      username: sub,
    };
    return {
      id_token: await sign(id),
      access_token: await sign(access),
      expires_in: accessSeconds,
      token_type: "Bearer",
    };
  }

  const sign = (claims: JWTPayload) =>
    new SignJWT(claims)
      .setProtectedHeader({ alg: "RS256", kid: "k" })
      .setIssuer(issuer)
      .setIssuedAt()
      .setExpirationTime(`${accessSeconds} s`)
      .sign(privateKey);

  return {
    issuer,
    domain,
    jwks: { keys: [{ ...(await exportJWK(publicKey)), kid: "k", alg: "RS256", use: "sig" }] },
    /** What the hosted pages do with a browser: the query with which it comes back. Throws what they would show. */
    authorize: (url: URL): string => {
      const asked = url.searchParams;
      const scopes = asked.get("scope")?.split(" ") ?? [];
      if (url.origin + url.pathname !== `${domain}/oauth2/authorize`) throw new Error("no such page");
      if (asked.get("client_id") !== client.clientId) throw new Error("Client does not exist");
      if (!client.callbackUrls.includes(asked.get("redirect_uri") ?? ""))
        throw new Error("redirect_mismatch");
      if (asked.get("response_type") !== "code") throw new Error("unauthorized_client");
      if (!scopes.every((scope) => client.scopes.includes(scope))) throw new Error("invalid_scope");
      if (asked.get("code_challenge_method") !== "S256") throw new Error("invalid_request");
      const code = randomUUID();
      codes.set(code, {
        redirectUri: asked.get("redirect_uri") ?? "",
        challenge: asked.get("code_challenge") ?? "",
        nonce: asked.get("nonce") ?? "",
      });
      return `?${new URLSearchParams({ code, state: asked.get("state") ?? "" }).toString()}`;
    },
    /** Where `/logout` sends the browser. Throws what it would show. */
    logout: (url: URL): string => {
      const target = url.searchParams.get("logout_uri") ?? "";
      if (url.origin + url.pathname !== `${domain}/logout`) throw new Error("no such page");
      if (url.searchParams.get("client_id") !== client.clientId) throw new Error("Client does not exist");
      if (!client.logoutUrls.includes(target)) throw new Error("Required String parameter is not present");
      return target;
    },
    /** Ends every session, as an administrator may. */
    signOutEverybody: () => refreshTokens.clear(),
    close: () => new Promise((resolve) => server.close(resolve).closeAllConnections()),
  };
}

type Answer = [number, object | undefined];
const refused = (error: string): Answer => [400, { error }];

/** As a pool with a domain answers it. */
function discovery(issuer: string, domain: string): object {
  return {
    authorization_endpoint: `${domain}/oauth2/authorize`,
    end_session_endpoint: `${domain}/logout`,
    id_token_signing_alg_values_supported: ["RS256"],
    issuer,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    response_types_supported: ["code", "token"],
    revocation_endpoint: `${domain}/oauth2/revoke`,
    scopes_supported: ["openid", "email", "phone", "profile"],
    subject_types_supported: ["public"],
    token_endpoint: `${domain}/oauth2/token`,
    token_endpoint_auth_methods_supported: ["client_secret_basic", "client_secret_post"],
    userinfo_endpoint: `${domain}/oauth2/userInfo`,
  };
}

/** An encrypted token of about the length that Cognito's have. */
function opaqueToken(): string {
  return [120, 342, 16, 1_300, 22]
    .map((length) => randomBytes(length).toString("base64url").slice(0, length))
    .join(".");
}
