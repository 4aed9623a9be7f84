import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from "jose";
import { expect, test } from "vitest";

import { makeAuthorizer, type TrustedIssuer } from "./authorizer.ts";

const issuer = "http://localhost:9/staff";
const ours = await generateKeyPair("RS256", { extractable: true });
const elliptic = await generateKeyPair("ES256", { extractable: true });
const theirs = await generateKeyPair("RS256", { extractable: true });
const jwks = {
  keys: [
    { ...(await exportJWK(ours.publicKey)), kid: "rsa", alg: "RS256" },
    { ...(await exportJWK(elliptic.publicKey)), kid: "ec", alg: "ES256" },
  ],
};
const trusted: TrustedIssuer = { issuer, jwks, audience: "console" };
const authorize = makeAuthorizer([trusted]);

const claims = { iss: issuer, sub: "user-1", aud: "console" };

function sign(
  payload: JWTPayload,
  { kid = "rsa", alg = "RS256", key = ours.privateKey, expires = "1h" } = {},
) {
  const token = new SignJWT(payload).setProtectedHeader({ alg, kid }).setIssuedAt();
  return token.setExpirationTime(expires).sign(key);
}

test("passes a good token's claims on as strings, as API Gateway does", async () => {
  const exp = Date.UTC(2099, 3, 4, 18, 39, 39) / 1000;
  const payload = {
    ...claims,
    "cognito:groups": ["admin", "operator"],
    auth_time: 1680629979,
    email_verified: true,
  };
  const token = await new SignJWT({ ...payload, exp })
    .setProtectedHeader({ alg: "RS256", kid: "rsa" })
    .sign(ours.privateKey);
  expect(await authorize(`Bearer ${token}`)).toEqual({
    iss: issuer,
    sub: "user-1",
    aud: "console",
    "cognito:groups": "admin,operator",
    auth_time: "1680629979",
    email_verified: "true",
    exp: "Sat Apr 04 18:39:39 UTC 2099",
  });
});

test("takes elliptic keys, an access token's client_id, and any of several audiences", async () => {
  const signed = await sign(claims, { kid: "ec", alg: "ES256", key: elliptic.privateKey });
  const access = await sign({ iss: issuer, sub: "user-1", client_id: "console" });
  const several = await sign({ ...claims, aud: ["other", "console"] });
  for (const token of [signed, access, several]) {
    expect(await authorize(`Bearer ${token}`)).toMatchObject({ sub: "user-1" });
  }
});

const [header, payload, signature] = (await sign(claims)).split(".");
const unsigned = `${Buffer.from('{"alg":"none"}').toString("base64url")}.${payload}.`;
const promoted = Buffer.from(JSON.stringify({ ...claims, sub: "admin", exp: 9_999_999_999 })).toString(
  "base64url",
);

test.each<[string, string | undefined]>([
  ["no token", undefined],
  ["another scheme", "Basic dXNlcjpwYXNz"],
  ["no JWT", "Bearer nonsense"],
  ["a forged signature", `Bearer ${await sign(claims, { key: theirs.privateKey })}`],
  ["a changed payload", `Bearer ${header}.${promoted}.${signature}`],
  ["no signature", `Bearer ${unsigned}`],
  [
    "a public key used as a shared secret",
    `Bearer ${await sign(claims, { alg: "HS256", key: Buffer.from(JSON.stringify(jwks.keys[0])) as never })}`,
  ],
  ["an unknown key", `Bearer ${await sign(claims, { kid: "other" })}`],
  ["an unknown issuer", `Bearer ${await sign({ ...claims, iss: "http://evil.example" })}`],
  ["another audience", `Bearer ${await sign({ ...claims, aud: "storefront" })}`],
  ["an expired token", `Bearer ${await sign(claims, { expires: "-1s" })}`],
  [
    "no expiry",
    `Bearer ${await new SignJWT(claims).setProtectedHeader({ alg: "RS256", kid: "rsa" }).sign(ours.privateKey)}`,
  ],
])("refuses %s with 401", async (_what, authorization) => {
  await expect(authorize(authorization)).rejects.toMatchObject({ httpStatus: 401 });
});

test("asks the issuer for its keys; while they cannot be had the answer is 503, not 401", async () => {
  let up = false;
  const server = createServer((_request, response) => {
    response
      .writeHead(up ? 200 : 500, { "content-type": "application/json" })
      .end(up ? JSON.stringify(jwks) : "");
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  const remote = makeAuthorizer([{ ...trusted, jwks: new URL(`http://127.0.0.1:${port}/jwks`) }]);
  const token = await sign(claims);
  await expect(remote(`Bearer ${token}`)).rejects.toMatchObject({ httpStatus: 503 });
  up = true;
  expect(await remote(`Bearer ${token}`)).toMatchObject({ sub: "user-1" });
  server.close();
});
