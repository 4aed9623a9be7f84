import { fixedSessionKey } from "@doorbuster/core/access/sessionKeys";
import { afterEach, expect, test } from "vitest";
import { createAuthRoutes } from "./routes.ts";
import { startTestCognito, type TestMember } from "./test-cognito.ts";

const siteUrl = "https://d111111abcdef8.cloudfront.net";
const client = {
  clientId: "1example23456789",
  callbackUrls: [`${siteUrl}/auth/callback`],
  logoutUrls: [`${siteUrl}/`],
  scopes: ["openid", "email", "profile"],
};
const vera: TestMember = {
  email: "vera.florence.cooper.rubin@observatory.example.com",
  name: "Vera Florence Cooper Rubin",
  groups: ["admin", "operator", "viewer"],
};

let closing: (() => Promise<unknown>) | undefined;
afterEach(() => closing?.());

/** A site on AWS: the function that answers is called by another host's name than browsers call the site by. */
async function aSite(member: TestMember) {
  const cognito = await startTestCognito(client, member);
  closing = cognito.close;
  const { issuer } = cognito;
  const { clientId } = client;
  const newSite = () =>
    createAuthRoutes(() => ({ clientId, issuer, siteUrl, sessionKeys: fixedSessionKey("k".repeat(44)) }));
  const routes = newSite();
  const signIn = async () => {
    const begun = await routes.signIn(request("/auth/sign-in?returnTo=%2Forders"));
    const back = cognito.authorize(new URL(begun.headers.get("location") ?? ""));
    const done = await routes.callback(request(`/auth/callback${back}`, { cookie: cookiesOf(begun) }));
    return { begun, done, session: cookiesOf(done) };
  };
  const ask = (routes: ReturnType<typeof newSite>, cookie: string) =>
    routes.token(request("/auth/token", { cookie, "sec-fetch-site": "same-origin" }, "POST"));
  return { cognito, routes, newSite, signIn, ask };
}

const request = (path: string, headers: Record<string, string> = {}, method = "GET") =>
  new Request(`https://abcdefg.lambda-url.eu-west-1.on.aws${path}`, {
    method,
    headers: { "x-forwarded-host": "d111111abcdef8.cloudfront.net", ...headers },
  });
const cookiesOf = (response: Response) =>
  response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");

test("a member of staff signs in at Cognito and comes back to the site's own address", async () => {
  const { routes, signIn, ask } = await aSite(vera);
  const { begun, done, session } = await signIn();
  expect(done.headers.get("location")).toBe(`${siteUrl}/orders`);
  for (const cookie of [...begun.headers.getSetCookie(), ...done.headers.getSetCookie()]) {
    expect(cookie).toMatch(/; HttpOnly; SameSite=Lax; Secure$/);
  }
  const answer = await ask(routes, session);
  expect(await answer.json()).toMatchObject({ name: vera.name, email: vera.email, groups: vera.groups });
});

test("whoever signed up without a name, and is in no group, is known by the address", async () => {
  const { routes, signIn, ask } = await aSite({ email: "ada@example.com" });
  const { session } = await signIn();
  const answer = await ask(routes, session);
  expect(await answer.json()).toMatchObject({
    name: "ada@example.com",
    email: "ada@example.com",
    groups: [],
  });
});

test("a session with a refresh token of Cognito's size fits into one cookie", async () => {
  const { signIn } = await aSite(vera);
  const { done } = await signIn();
  const sizes = done.headers.getSetCookie().map((cookie) => cookie.length);
  expect(Math.max(...sizes)).toBeLessThan(4_096); // RFC 6265, section 6.1
});

test("a refresh, which brings neither a refresh token nor a nonce, leaves the session as it is", async () => {
  const { newSite, signIn, ask } = await aSite(vera);
  const { session } = await signIn();
  const renewed = await ask(newSite(), session);
  expect(renewed.status).toBe(200);
  expect(renewed.headers.getSetCookie()).toEqual([]);
  expect((await ask(newSite(), session)).status).toBe(200);
});

test("a session that an administrator ended is over at the next refresh", async () => {
  const { cognito, newSite, signIn, ask } = await aSite(vera);
  const { session } = await signIn();
  cognito.signOutEverybody();
  const ended = await ask(newSite(), session);
  expect(ended.status).toBe(204);
  expect(ended.headers.getSetCookie()[0]).toMatch(/_session=; .*Max-Age=0/);
});

test("signing out revokes, and leads through Cognito's own kind of end back home", async () => {
  const { cognito, routes, newSite, signIn, ask } = await aSite(vera);
  const { session } = await signIn();
  const answer = await routes.signOut(
    request("/auth/sign-out", { cookie: session, "sec-fetch-site": "same-origin" }, "POST"),
  );
  const { location } = (await answer.json()) as { location: string };
  expect(cognito.logout(new URL(location))).toBe(`${siteUrl}/`);
  expect((await ask(newSite(), session)).status).toBe(204);
});
