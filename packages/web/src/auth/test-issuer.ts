import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { exportJWK, generateKeyPair, SignJWT } from "jose";

/** An issuer that a test holds in its hand: it signs in whoever asks, counts refreshes, and can rotate or refuse. */
export async function startTestIssuer() {
  const { privateKey, publicKey } = await generateKeyPair("RS256");
  const control = { refreshes: 0, rotate: false, refuse: false, accessSeconds: 600, revoked: [] as string[] };
  let nonce = "";
  let issued = 0;

  const server = createServer((request, response) => void answer(request, response));

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = new URLSearchParams(await text(request));
    const [status, json] = await routes(request.url ?? "", form);
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(json));
  }

  async function routes(path: string, form: URLSearchParams): Promise<[number, object]> {
    if (path === "/.well-known/openid-configuration") return [200, metadata(issuer)];
    if (path === "/jwks")
      return [200, { keys: [{ ...(await exportJWK(publicKey)), kid: "k", alg: "RS256" }] }];
    if (path === "/token") return tokens(form);
    if (path !== "/revoke") return [404, {}];
    control.revoked.push(form.get("token") ?? "");
    return [200, {}];
  }

  async function tokens(form: URLSearchParams): Promise<[number, object]> {
    const refreshing = form.get("grant_type") === "refresh_token";
    if (refreshing) control.refreshes += 1;
    if (control.refuse) return [400, { error: "invalid_grant" }];
    issued += 1;
    const idToken = new SignJWT({
      ...(!refreshing && { nonce }),
      name: "Vera",
      email: "vera@example.com",
      "cognito:groups": ["viewer"],
    })
      .setProtectedHeader({ alg: "RS256", kid: "k" })
      .setIssuer(issuer)
      .setAudience("console")
      .setSubject("vera")
      .setIssuedAt()
      .setExpirationTime("10 m");
    return [
      200,
      {
        token_type: "Bearer",
        access_token: `access-${issued}`,
        expires_in: control.accessSeconds,
        id_token: await idToken.sign(privateKey),
        ...((!refreshing || control.rotate) && { refresh_token: `refresh-${issued}` }),
      },
    ];
  }

  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`;
  return {
    issuer,
    control,
    /** What the issuer would do with the browser: takes the request's nonce and sends it back with a code. */
    approve: (authorization: URL): string => {
      nonce = authorization.searchParams.get("nonce") ?? "";
      return `?code=a-code&state=${authorization.searchParams.get("state")}`;
    },
    close: () => new Promise((resolve) => server.close(resolve).closeAllConnections()),
  };
}

function metadata(issuer: string): object {
  return {
    issuer,
    authorization_endpoint: `${issuer}/auth`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
    revocation_endpoint: `${issuer}/revoke`,
    end_session_endpoint: `${issuer}/end`,
    id_token_signing_alg_values_supported: ["RS256"],
  };
}
