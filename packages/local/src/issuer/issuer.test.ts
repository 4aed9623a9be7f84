import { fork } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRemoteJWKSet, decodeJwt, jwtVerify } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startIssuer, type IssuerServer } from "./server.ts";
import { firstForm, TestBrowser } from "./test-browser.ts";

const sites = { storefront: "http://localhost:21701", console: "http://localhost:21702" };
let dataDir: string;
let server: IssuerServer;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "issuer-"));
  server = await startIssuer({ port: 0, dataDir, sites });
});
afterAll(async () => {
  await server.close();
  await rm(dataDir, { recursive: true });
});

/** An authorisation request as a site makes it. */
function authorization(clientId: "storefront" | "console", extra: Record<string, string> = {}) {
  const verifier = randomBytes(32).toString("base64url");
  const query = new URLSearchParams({
    client_id: clientId,
    redirect_uri: `${sites[clientId]}/auth/callback`,
    response_type: "code",
    scope: "openid email profile",
    state: "a-state",
    nonce: "a-nonce",
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
    ...extra,
  });
  return { url: `${server.issuer}/auth?${query.toString()}`, verifier };
}

async function signIn(
  clientId: "storefront" | "console",
  email: string,
  browser = new TestBrowser(server.issuer),
) {
  const { url, verifier } = authorization(clientId, { prompt: "login" });
  const { html } = await browser.open(url);
  const back = await browser.open(firstForm(html).action, { email, password: "doorbuster" });
  const { action, fields } = firstForm(back.html);
  // Another account was signed in: the issuer ends that session by a form that sends itself.
  const { url: callback } = action ? await browser.open(action, fields) : back;
  return { callback, verifier };
}

async function askTokens(form: Record<string, string>) {
  const response = await fetch(`${server.issuer}/token`, { method: "POST", body: new URLSearchParams(form) });
  return { status: response.status, body: (await response.json()) as Record<string, string> };
}

async function exchange(clientId: "storefront" | "console", callback: URL, verifier: string) {
  return askTokens({
    grant_type: "authorization_code",
    client_id: clientId,
    redirect_uri: `${sites[clientId]}/auth/callback`,
    code: callback.searchParams.get("code") ?? "",
    code_verifier: verifier,
  });
}

test("a member of staff gets an access token with Cognito's claims", async () => {
  const { callback, verifier } = await signIn("console", "operator@example.com");
  expect(callback.href).toMatch(new RegExp(`^${sites.console}/auth/callback\\?code=`));
  expect(callback.searchParams.get("state")).toBe("a-state");

  const { body } = await exchange("console", callback, verifier);
  const jwks = createRemoteJWKSet(new URL(`${server.issuer}/jwks`));
  const { payload, protectedHeader } = await jwtVerify(body["access_token"] ?? "", jwks, {
    issuer: server.issuer,
  });
  expect(protectedHeader.alg).toBe("RS256");
  expect(payload).toMatchObject({
    client_id: "console",
    token_use: "access",
    username: "operator@example.com",
    "cognito:groups": ["operator"],
  });
  expect(payload).not.toHaveProperty("email");
  expect(payload.sub).toMatch(/^[0-9a-f-]{36}$/);
  expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(600);
  expect(decodeJwt(body["id_token"] ?? "")).toMatchObject({
    name: "Otto Lilienthal",
    email: "operator@example.com",
    "cognito:groups": ["operator"],
    nonce: "a-nonce",
  });
});

test("a customer carries no group", async () => {
  const { callback, verifier } = await signIn("storefront", "ada@example.com");
  const { body } = await exchange("storefront", callback, verifier);
  const claims = decodeJwt(body["access_token"] ?? "");
  expect(claims).toMatchObject({ client_id: "storefront", username: claims.sub });
  expect(claims).not.toHaveProperty("cognito:groups");
});

test("a wrong password says so and signs nobody in", async () => {
  const browser = new TestBrowser(server.issuer);
  const { html } = await browser.open(authorization("storefront").url);
  const { action } = firstForm(html);
  const refused = await browser.open(action, { email: "<ada@example.com>", password: "wrong" });
  expect(refused.response.status).toBe(400);
  expect(refused.html).toMatch(/role="alert"[^>]*>That e-mail address and password/);
  expect(refused.html).toContain('value="&lt;ada@example.com&gt;"');
  const { html: again } = await browser.open(authorization("storefront").url);
  expect(again).toContain("<h1>Sign in</h1>");
});

test("a code is worth nothing without its verifier", async () => {
  const { callback } = await signIn("console", "viewer@example.com");
  const { status, body } = await exchange("console", callback, randomBytes(32).toString("base64url"));
  expect([status, body["error"]]).toEqual([400, "invalid_grant"]);
});

test("a code is never sent to another origin", async () => {
  const { url } = authorization("console", { redirect_uri: "http://localhost:21799/auth/callback" });
  const { response, html } = await new TestBrowser(server.issuer).open(url);
  expect(response.status).toBe(400);
  expect(html).toContain("Sign-in failed");
});

test("a refresh token renews until it is revoked", async () => {
  const { callback, verifier } = await signIn("console", "admin@example.com");
  const { body } = await exchange("console", callback, verifier);
  const form = { client_id: "console", refresh_token: body["refresh_token"] ?? "" };
  const renewed = await askTokens({ ...form, grant_type: "refresh_token" });
  expect(decodeJwt(renewed.body["access_token"] ?? "")).toMatchObject({ "cognito:groups": ["admin"] });

  await fetch(`${server.issuer}/token/revocation`, {
    method: "POST",
    body: new URLSearchParams({ client_id: "console", token: form.refresh_token }),
  });
  const refused = await askTokens({ ...form, grant_type: "refresh_token" });
  expect(refused.body["error"]).toBe("invalid_grant");
});

test("one browser can hold a customer at the shop and staff at the console", async () => {
  const browser = new TestBrowser(server.issuer);
  const customer = await signIn("storefront", "ada@example.com", browser);
  const tokens = await exchange("storefront", customer.callback, customer.verifier);
  const staff = await signIn("console", "viewer@example.com", browser);
  expect((await exchange("console", staff.callback, staff.verifier)).status).toBe(200);
  const renewed = await askTokens({
    client_id: "storefront",
    grant_type: "refresh_token",
    refresh_token: tokens.body["refresh_token"] ?? "",
  });
  const { sub } = decodeJwt(tokens.body["access_token"] ?? "");
  expect(decodeJwt(renewed.body["access_token"] ?? "")).toMatchObject({ sub });
});

test("signing out returns to the site, and the next sign-in asks again", async () => {
  const browser = new TestBrowser(server.issuer);
  await signIn("console", "viewer@example.com", browser);
  const remembered = await browser.open(authorization("console").url);
  expect(remembered.url.searchParams.get("code")).not.toBeNull();

  const query = new URLSearchParams({
    client_id: "console",
    post_logout_redirect_uri: `${sites.console}/`,
    logout_uri: `${sites.console}/`,
  });
  const { html } = await browser.open(`${server.issuer}/session/end?${query.toString()}`);
  const { action, fields } = firstForm(html);
  const { url } = await browser.open(action, { ...fields, logout: "yes" });
  expect(url.href).toBe(`${sites.console}/`);
  expect((await browser.open(authorization("console").url)).html).toContain("<h1>Sign in</h1>");
});

test("tokens from before a restart still verify, and only the owner can read the keys", async () => {
  const { callback, verifier } = await signIn("console", "viewer@example.com");
  const { body } = await exchange("console", callback, verifier);
  const restarted = await startIssuer({ port: 0, dataDir, sites });
  const jwks = createRemoteJWKSet(new URL(`${restarted.issuer}/jwks`));
  await expect(jwtVerify(body["access_token"] ?? "", jwks)).resolves.toBeDefined();
  await restarted.close();
  const { mode } = await stat(join(dataDir, "issuer-keys.json"));
  expect(mode & 0o777).toBe(0o600);
});

test("the process ends with its parent", async () => {
  const child = fork(join(import.meta.dirname, "main.ts"), ["--port", "0", "--data-dir", dataDir], {
    silent: true,
  });
  expect((await once(child, "message"))[0]).toBe("ready");
  child.disconnect();
  expect((await once(child, "exit"))[0]).toBe(0);
});
