import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { tokenVerifier, type TokenVerifier } from "./tokens.ts";

/*
 * Tokens as Cognito's developer guide shows them ("Understanding the access token", "Understanding the ID token"), for two
 * pools of one region: they share a host and differ in their path, where their keys are.
 */
const pools = { staff: "eu-west-1_StaffPool1", customers: "eu-west-1_Customers" } as const;
type Pool = keyof typeof pools;
const clients = { staff: "1staffclient23456789", customers: "1customersclient23456" } as const;
const keys = {
  staff: await generateKeyPair("RS256"),
  customers: await generateKeyPair("RS256"),
};
const sub = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee";

let host: Server;
let issuerOf: (pool: Pool) => string;
let verifier: TokenVerifier;

beforeAll(async () => {
  const sets = Object.fromEntries(
    await Promise.all(
      (Object.keys(pools) as Pool[]).map(async (pool) => {
        const jwk = { ...(await exportJWK(keys[pool].publicKey)), kid: `${pool}=`, alg: "RS256", use: "sig" };
        return [`/${pools[pool]}/.well-known/jwks.json`, { keys: [jwk] }] as const;
      }),
    ),
  );
  host = createServer((request, response) => {
    const set = sets[request.url ?? ""];
    response.writeHead(set ? 200 : 404, { "content-type": "application/json" }).end(JSON.stringify(set));
  }).listen(0, "127.0.0.1");
  await once(host, "listening");
  const { port } = host.address() as AddressInfo;
  issuerOf = (pool) => `http://127.0.0.1:${port}/${pools[pool]}`;
  verifier = tokenVerifier([
    { issuer: issuerOf("staff"), clientId: clients.staff, staff: true },
    { issuer: issuerOf("customers"), clientId: clients.customers, staff: false },
  ]);
});
afterAll(() => host.close());

const common = (pool: Pool): JWTPayload => ({
  iss: issuerOf(pool),
  sub,
  origin_jti: "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee",
  event_id: "64f513be-32db-42b0-b78e-b02127b4f463",
  auth_time: 1_676_312_777,
  jti: "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee",
});
const access = (pool: Pool, more: JWTPayload = {}): JWTPayload => ({
  ...common(pool),
  version: 2,
  client_id: clients[pool],
  token_use: "access",
  scope: "openid profile email",
  username: pool === "staff" ? "ada@example.com" : sub,
  ...more,
});
const identity = (pool: Pool, more: JWTPayload = {}): JWTPayload => ({
  ...common(pool),
  aud: clients[pool],
  token_use: "id",
  email_verified: true,
  "cognito:username": sub,
  email: "ada@example.com",
  ...more,
});

const sign = (claims: JWTPayload, pool: Pool, expires = "15 m") =>
  new SignJWT(claims)
    .setProtectedHeader({ alg: "RS256", kid: `${pool}=` })
    .setIssuedAt()
    .setExpirationTime(expires)
    .sign(keys[pool].privateKey);

test("an access token of the staff's pool says who, by what name, and in which groups", async () => {
  const token = await sign(access("staff", { "cognito:groups": ["operator", "viewer"] }), "staff");
  expect(await verifier.verify(token)).toEqual({
    kind: "user",
    issuer: issuerOf("staff"),
    subject: sub,
    name: "ada@example.com",
    email: undefined,
    groups: ["operator", "viewer"],
  });
});

test("a customer has no group, whatever the token claims, and no name that the pool made up", async () => {
  const token = await sign(access("customers", { "cognito:groups": ["admin"] }), "customers");
  expect(await verifier.verify(token)).toMatchObject({ subject: sub, name: undefined, groups: [] });
});

test("who belongs to no group has none", async () => {
  expect(await verifier.verify(await sign(access("staff"), "staff"))).toMatchObject({ groups: [] });
});

test.each<[string, () => Promise<string>]>([
  ["an identity token", () => sign(identity("staff"), "staff")],
  [
    "an identity token that names a client",
    () => sign(identity("staff", { client_id: clients.staff }), "staff"),
  ],
  ["another client's", () => sign(access("staff", { client_id: "another" }), "staff")],
  ["a token for nobody", () => sign(access("staff", { client_id: undefined }), "staff")],
  ["another pool's, signed by it for this one", () => sign(access("staff"), "customers")],
  ["a stranger's", () => sign(access("staff", { iss: "https://cognito-idp.example" }), "staff")],
  ["an expired one", () => sign(access("staff"), "staff", "-1 s")],
  ["nonsense", () => Promise.resolve("nonsense")],
])("refuses %s", async (_what, make) => {
  await expect(verifier.verify(await make())).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
});

test("keys that cannot be had are not the caller's fault", async () => {
  const gone = tokenVerifier([{ issuer: `${issuerOf("staff")}/gone`, clientId: clients.staff }]);
  const token = await sign(access("staff", { iss: `${issuerOf("staff")}/gone` }), "staff");
  await expect(gone.verify(token)).rejects.not.toMatchObject({ code: "UNAUTHENTICATED" });
});
