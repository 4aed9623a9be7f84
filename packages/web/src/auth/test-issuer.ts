import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, SignJWT } from "jose";

/** An issuer that a test holds in its hand: it signs in whoever asks, counts refreshes, and can rotate or refuse. */
export async function startTestIssuer() {
  const { privateKey, publicKey } = await generateKeyPair("RS256");
  const control = { refreshes: 0, rotate: false, refuse: false, accessSeconds: 600, revoked: [] as string[] };
  let nonce = "";
  let issued = 0;

  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    const form = new URLSearchParams(body);
    const send = (status: number, json: object) => {
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(json));
    };
    switch (request.url) {
      case "/.well-known/openid-configuration":
        return send(200, {
          issuer,
          authorization_endpoint: `${issuer}/auth`,
          token_endpoint: `${issuer}/token`,
          jwks_uri: `${issuer}/jwks`,
          revocation_endpoint: `${issuer}/revoke`,
          end_session_endpoint: `${issuer}/end`,
          id_token_signing_alg_values_supported: ["RS256"],
        });
      case "/jwks":
        return send(200, { keys: [{ ...(await exportJWK(publicKey)), kid: "k", alg: "RS256" }] });
      case "/revoke":
        control.revoked.push(form.get("token") ?? "");
        return send(200, {});
      case "/token":
        return send(...(await tokens(form)));
      default:
        return send(404, {});
    }
  });

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
