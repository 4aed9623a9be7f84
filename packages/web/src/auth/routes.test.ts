import { SecretUnavailable } from "@doorbuster/core/access/secretUnavailable";
import { fixedSessionKey, type SessionKeys } from "@doorbuster/core/access/sessionKeys";
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { createAuthRoutes, type AuthRoutes } from "./routes.ts";
import { startTestIssuer } from "./test-issuer.ts";

const siteUrl = "http://localhost:21703";
const sameOrigin = { "sec-fetch-site": "same-origin" };
let issuer: Awaited<ReturnType<typeof startTestIssuer>>;
let routes: AuthRoutes;

beforeEach(async () => {
  issuer = await startTestIssuer();
  routes = newSite();
});
afterEach(() => issuer.close());

const oldKey = "a session key of at least 32 characters";
const newKey = "another session key of 32 characters";

/** A process of the site: it shares nothing with another but its settings. */
function newSite(sessionKeys: SessionKeys = fixedSessionKey(oldKey)): AuthRoutes {
  return createAuthRoutes(() => ({ clientId: "console", issuer: issuer.issuer, siteUrl, sessionKeys }));
}

/** A process that believes some keys and hears of others only when it asks anew. */
function keysOf(believed: readonly string[], actual = believed) {
  const keys = { reread: 0, get: async () => believed, getAnew: async () => ((keys.reread += 1), actual) };
  return keys;
}

const get = (path: string, cookie = "") => new Request(siteUrl + path, { headers: { cookie } });
const post = (path: string, headers: Record<string, string>) =>
  new Request(siteUrl + path, { method: "POST", headers });
const cookiesOf = (response: Response) =>
  response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");

async function signIn(returnTo = "/orders?status=paid") {
  const begun = await routes.signIn(get(`/auth/sign-in?returnTo=${encodeURIComponent(returnTo)}`));
  const authorization = new URL(begun.headers.get("location") ?? "");
  const answer = issuer.approve(authorization);
  const response = await routes.callback(get(`/auth/callback${answer}`, cookiesOf(begun)));
  return { begun, authorization, response, session: cookiesOf(response) };
}

test("signing in goes to the issuer with PKCE, state and nonce, and comes back to where it began", async () => {
  const { begun, authorization, response } = await signIn();
  expect(begun.status).toBe(303);
  expect(Object.fromEntries(authorization.searchParams)).toMatchObject({
    client_id: "console",
    redirect_uri: `${siteUrl}/auth/callback`,
    code_challenge_method: "S256",
    state: expect.stringMatching(/.{40}/),
    nonce: expect.stringMatching(/.{40}/),
  });
  expect(response.status).toBe(303);
  expect(response.headers.get("location")).toBe(`${siteUrl}/orders?status=paid`);
  expect(response.headers.getSetCookie()[0]).toMatch(
    /^console_session=.+; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax$/,
  );
});

test("the cookie shows no token and no address", async () => {
  const { session } = await signIn();
  const parts = session.split("=")[1]?.split(".") ?? [];
  const readable = parts.map((part) => Buffer.from(part, "base64url").toString("latin1")).join();
  expect(readable).not.toMatch(/refresh-|access-|vera/);
});

test("the page gets an access token and the person, never the refresh token", async () => {
  const { session } = await signIn();
  const response = await routes.token(post("/auth/token", { ...sameOrigin, cookie: session }));
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(await response.json()).toEqual({
    accessToken: "access-1",
    expiresAt: expect.stringMatching(/Z$/),
    name: "Vera",
    email: "vera@example.com",
    groups: ["viewer"],
  });
});

test("a callback that this browser did not begin is refused", async () => {
  const { begun, authorization } = await signIn();
  const answer = issuer.approve(authorization);
  const withoutCookie = await routes.callback(get(`/auth/callback${answer}`));
  const withAnotherState = await routes.callback(get("/auth/callback?code=c&state=forged", cookiesOf(begun)));
  for (const refused of [withoutCookie, withAnotherState]) {
    expect(refused.status).toBe(400);
    expect(refused.headers.getSetCookie()).toEqual([]);
  }
});

test("two tabs that sign in at the same time both arrive", async () => {
  const [first, second] = await Promise.all([
    routes.signIn(get("/auth/sign-in")),
    routes.signIn(get("/auth/sign-in")),
  ]);
  const jar = `${cookiesOf(first)}; ${cookiesOf(second)}`;
  for (const begun of [first, second]) {
    const answer = issuer.approve(new URL(begun.headers.get("location") ?? ""));
    expect((await routes.callback(get(`/auth/callback${answer}`, jar))).status).toBe(303);
  }
});

test("another site gets neither a token nor a sign-out", async () => {
  const { session } = await signIn();
  for (const headers of [
    { "sec-fetch-site": "cross-site", origin: siteUrl },
    { "sec-fetch-site": "same-site" }, // another port of the same host
    { origin: "http://localhost:21799" },
    {},
  ]) {
    const request = () => post("/auth/token", { cookie: session, ...headers });
    expect((await routes.token(request())).status).toBe(403);
    expect((await routes.signOut(request())).status).toBe(403);
  }
  expect((await routes.token(post("/auth/token", { cookie: session, origin: siteUrl }))).status).toBe(200);
});

test("tabs that wake together share one refresh, and a rotated refresh token reaches the cookie", async () => {
  const { session } = await signIn();
  issuer.control.rotate = true;
  const anotherProcess = newSite();
  const ask = () => anotherProcess.token(post("/auth/token", { ...sameOrigin, cookie: session }));
  const answers = await Promise.all([ask(), ask(), ask()]);
  expect(issuer.control.refreshes).toBe(1);
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);

  const renewed = cookiesOf(answers[0]);
  expect(renewed).toMatch(/^console_session=/);
  const yetAnotherProcess = newSite();
  const later = await yetAnotherProcess.token(post("/auth/token", { ...sameOrigin, cookie: renewed }));
  expect(later.status).toBe(200);
});

test("a token that is about to end is renewed before it is handed out", async () => {
  issuer.control.accessSeconds = 30;
  const { session } = await signIn();
  const response = await routes.token(post("/auth/token", { ...sameOrigin, cookie: session }));
  expect(await response.json()).toMatchObject({ accessToken: "access-2" });
});

test("a refused refresh token ends the session; an issuer out of reach does not", async () => {
  const { session } = await signIn();
  issuer.control.refuse = true;
  const ended = await newSite().token(post("/auth/token", { ...sameOrigin, cookie: session }));
  expect(ended.status).toBe(204);
  expect(ended.headers.getSetCookie()[0]).toMatch(/^console_session=; .*Max-Age=0/);

  await issuer.close();
  const unavailable = await newSite().token(post("/auth/token", { ...sameOrigin, cookie: session }));
  expect(unavailable.status).toBe(503);
  expect(unavailable.headers.getSetCookie()).toEqual([]);
});

test("nobody signed in, a forged cookie and a cookie under another key are all signed out", async () => {
  const { session } = await signIn();
  const otherKey = newSite(fixedSessionKey(newKey));
  const answers = await Promise.all([
    routes.token(post("/auth/token", sameOrigin)),
    routes.token(
      post("/auth/token", { ...sameOrigin, cookie: session.replace(/=.{40}/, `=${"x".repeat(40)}`) }),
    ),
    otherKey.token(post("/auth/token", { ...sameOrigin, cookie: session })),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([204, 204, 204]);
});

test("signing out revokes, clears the cookie and leads through the issuer back home", async () => {
  const { session } = await signIn();
  const response = await routes.signOut(post("/auth/sign-out", { ...sameOrigin, cookie: session }));
  const { location } = (await response.json()) as { location: string };
  const url = new URL(location);
  expect(url.origin + url.pathname).toBe(`${issuer.issuer}/end`);
  expect(url.searchParams.get("post_logout_redirect_uri")).toBe(`${siteUrl}/`);
  expect([...url.searchParams.keys()]).not.toContain("id_token_hint");
  expect(issuer.control.revoked).toEqual(["refresh-1"]);
  expect(response.headers.getSetCookie()[0]).toMatch(/^console_session=; .*Max-Age=0/);
});

test("while a key is being replaced, sessions of the old one go on, and new ones are sealed with the new one", async () => {
  const { session } = await signIn();
  routes = newSite(keysOf([newKey, oldKey]));
  const ask = (site: AuthRoutes, cookie: string) =>
    site.token(post("/auth/token", { ...sameOrigin, cookie })).then(({ status }) => status);
  expect(await ask(routes, session)).toBe(200);
  const { session: later } = await signIn();
  const replaced = newSite(fixedSessionKey(newKey));
  expect([await ask(replaced, later), await ask(replaced, session)]).toEqual([200, 204]);
});

test("a process that has not heard of the new key yet asks, when a cookie is sealed with it", async () => {
  routes = newSite(fixedSessionKey(newKey));
  const { session } = await signIn();
  const late = keysOf([oldKey], [newKey, oldKey]);
  const answer = await newSite(late).token(post("/auth/token", { ...sameOrigin, cookie: session }));
  expect([answer.status, late.reread]).toEqual([200, 1]);
});

test("neither guests nor nonsense make a process ask for keys anew", async () => {
  const keys = keysOf([oldKey]);
  const site = newSite(keys);
  await site.token(post("/auth/token", sameOrigin));
  await site.token(post("/auth/token", { ...sameOrigin, cookie: "console_session=nonsense" }));
  expect(keys.reread).toBe(0);
});

test("without a key nobody is signed out, guests go on, and visitors read a sentence", async () => {
  const { begun, session } = await signIn();
  const logged = vi.spyOn(console, "error").mockImplementation(() => undefined);
  onTestFinished(() => logged.mockRestore());
  const fails = () => Promise.reject(new SecretUnavailable("sessionKey", "refused", { cause: "arn:aws:…" }));
  const site = newSite({ get: fails, getAnew: fails });

  const asked = await site.token(post("/auth/token", { ...sameOrigin, cookie: session }));
  expect([asked.status, asked.headers.getSetCookie()]).toEqual([503, []]);
  expect((await site.token(post("/auth/token", sameOrigin))).status).toBe(204);

  const state = cookiesOf(begun).slice("console_sign_in_".length).split("=")[0];
  const pages = [
    await site.signIn(get("/auth/sign-in")),
    await site.callback(get(`/auth/callback?code=c&state=${state}`, cookiesOf(begun))),
  ];
  for (const page of pages) {
    expect([page.status, page.headers.get("cache-control")]).toEqual([503, "no-store"]);
    const html = await page.text();
    expect(html).toContain("Signing in is not possible just now.");
    expect(html).not.toMatch(/secret|key|arn:|Error|\bat /i);
  }
  expect(logged.mock.calls.map(([line]) => JSON.parse(String(line)) as unknown)).toContainEqual({
    level: "ERROR",
    message: "sign-in",
    kind: "SecretUnavailable",
    code: "SECRET_UNAVAILABLE",
    trouble: "the secret sessionKey is refused",
  });

  const left = await site.signOut(post("/auth/sign-out", { ...sameOrigin, cookie: session }));
  expect(left.headers.getSetCookie()[0]).toMatch(/^console_session=; .*Max-Age=0/);
  expect(((await left.json()) as { location: string }).location).toContain(`${issuer.issuer}/end`);
});
