import { SecretUnavailable } from "@doorbuster/core/access/secretUnavailable";
import * as z from "zod";
import { AccessTokens } from "./access-tokens.ts";
import type { AuthConfig } from "./config.ts";
import { IssuerClient, SessionEnded } from "./issuer-client.ts";
import { safeReturnTo } from "./return-to.ts";
import { isSameOrigin } from "./same-origin.ts";
import { clearCookie, openCookie, sealCookie, type SealedCookie } from "./sealed-cookie.ts";
import type { SessionToken } from "./session-token.ts";

type RouteHandler = (request: Request) => Promise<Response>;

/** Route handlers in the shape of Next's app router; mount each where its comment says. */
export interface AuthRoutes {
  /** `GET /auth/sign-in?returnTo=/path[&prompt=login]`: off to the issuer. */
  readonly signIn: RouteHandler;
  /** `GET /auth/callback`: back from the issuer; sets the session cookie and goes to `returnTo`. */
  readonly callback: RouteHandler;
  /** `POST /auth/token`: 200 with a {@link SessionToken}, 204 when signed out, 503 when nobody can say just now. */
  readonly token: RouteHandler;
  /** `POST /auth/sign-out`: 200 with `{ location }`, where the browser ends the issuer's session too. */
  readonly signOut: RouteHandler;
}

const sessionSchema = z.object({
  refreshToken: z.string(),
  name: z.string(),
  email: z.string(),
  groups: z.array(z.string()),
});
const signInSchema = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  returnTo: z.string(),
});

const sessionSeconds = 14 * 24 * 60 * 60;
const signInSeconds = 60 * 60;
const noStore = { "cache-control": "no-store" };

/**
 * Sign-in for one site. The session is an encrypted, httpOnly cookie with the refresh token inside; the page only ever
 * sees a short-lived access token. `readConfig` is called at the first request.
 */
export function createAuthRoutes(readConfig: () => AuthConfig): AuthRoutes {
  let site: Site | undefined;
  const withSite = (handler: (site: Site, request: Request) => Promise<Response>): RouteHandler => {
    return (request) => handler((site ??= createSite(readConfig())), request);
  };
  return {
    signIn: withSite(signIn),
    callback: withSite(callback),
    token: withSite(token),
    signOut: withSite(signOut),
  };
}

interface Site {
  readonly config: AuthConfig;
  readonly issuer: IssuerClient;
  readonly tokens: AccessTokens;
  readonly sessionCookie: SealedCookie<z.infer<typeof sessionSchema>>;
}

function createSite(config: AuthConfig): Site {
  const issuer = new IssuerClient(config);
  return {
    config,
    issuer,
    tokens: new AccessTokens((refreshToken) => issuer.refresh(refreshToken)),
    sessionCookie: {
      name: `${config.clientId}_session`,
      schema: sessionSchema,
      path: "/",
      lifetimeSeconds: sessionSeconds,
    },
  };
}

/** One cookie for each sign-in under way, so that two tabs that start together both arrive. */
function signInCookie(site: Site, state: string): SealedCookie<z.infer<typeof signInSchema>> {
  return {
    name: `${site.config.clientId}_sign_in_${state.slice(0, 8)}`,
    schema: signInSchema,
    path: "/auth/callback",
    lifetimeSeconds: signInSeconds,
  };
}

async function signIn(site: Site, request: Request): Promise<Response> {
  const query = new URL(request.url).searchParams;
  const returnTo = safeReturnTo(query.get("returnTo"), site.config.siteUrl);
  try {
    const { url, checks } = await site.issuer.beginSignIn(
      query.get("prompt") === "login" ? "login" : undefined,
    );
    const cookie = await sealCookie(signInCookie(site, checks.state), { ...checks, returnTo }, site.config);
    return redirect(url.href, [cookie]);
  } catch (error) {
    return signInFailed(site, returnTo, 503, error);
  }
}

async function callback(site: Site, request: Request): Promise<Response> {
  const { search, searchParams } = new URL(request.url);
  const cookie = signInCookie(site, searchParams.get("state") ?? "");
  let returnTo = "/";
  try {
    const begun = await openCookie(cookie, request, site.config);
    if (!begun) return signInFailed(site, returnTo, 400, "no sign-in under way");
    ({ returnTo } = begun);
    const tokens = await site.issuer.finishSignIn(search, begun);
    if (!tokens.user) throw new Error("the issuer sent no ID token");
    site.tokens.remember(tokens);
    const session = { refreshToken: tokens.refreshToken, ...tokens.user };
    return redirect(site.config.siteUrl + returnTo, [
      await sealCookie(site.sessionCookie, session, site.config),
      clearCookie(cookie, site.config.siteUrl),
    ]);
  } catch (error) {
    return signInFailed(site, returnTo, error instanceof SecretUnavailable ? 503 : 400, error);
  }
}

async function token(site: Site, request: Request): Promise<Response> {
  if (!isSameOrigin(request, site.config.siteUrl)) return new Response(null, { status: 403 });
  try {
    const session = await openCookie(site.sessionCookie, request, site.config);
    if (!session) return new Response(null, { status: 204, headers: noStore });
    const tokens = await site.tokens.get(session.refreshToken);
    const user = tokens.user ?? session;
    const answer: SessionToken = {
      accessToken: tokens.accessToken,
      expiresAt: new Date(tokens.expiresAtMs).toISOString(),
      name: user.name,
      email: user.email,
      groups: user.groups,
    };
    const response = Response.json(answer, { headers: noStore });
    if (tokens.refreshToken !== session.refreshToken) {
      const renewed = { ...user, refreshToken: tokens.refreshToken };
      response.headers.append("set-cookie", await sealCookie(site.sessionCookie, renewed, site.config));
    }
    return response;
  } catch (error) {
    if (!(error instanceof SessionEnded)) {
      logFailure(error);
      return new Response(null, { status: 503, headers: noStore });
    }
    const cleared = clearCookie(site.sessionCookie, site.config.siteUrl);
    return new Response(null, { status: 204, headers: { ...noStore, "set-cookie": cleared } });
  }
}

/** The cookie goes whatever else fails: revoking and ending the issuer's session are best effort, each by itself. */
async function signOut(site: Site, request: Request): Promise<Response> {
  if (!isSameOrigin(request, site.config.siteUrl)) return new Response(null, { status: 403 });
  await attempt(async () => {
    const session = await openCookie(site.sessionCookie, request, site.config);
    if (!session) return;
    site.tokens.forget(session.refreshToken);
    await site.issuer.revoke(session.refreshToken);
  });
  const location = (await attempt(() => site.issuer.signOutUrl()))?.href ?? "/";
  const cleared = clearCookie(site.sessionCookie, site.config.siteUrl);
  return Response.json({ location }, { headers: { ...noStore, "set-cookie": cleared } });
}

async function attempt<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await work();
  } catch (error) {
    logFailure(error);
    return undefined;
  }
}

function redirect(location: string, cookies: readonly string[]): Response {
  const headers = new Headers({ ...noStore, location });
  for (const cookie of cookies) headers.append("set-cookie", cookie);
  return new Response(null, { status: 303, headers });
}

/** Whoever ends here followed an old link, waited too long, or met an issuer that is down: say so, offer a new start. */
function signInFailed(site: Site, returnTo: string, status: 400 | 503, cause: unknown): Response {
  logFailure(cause);
  const again = `${site.config.siteUrl}/auth/sign-in?returnTo=${encodeURIComponent(returnTo)}`;
  const sentence =
    status === 503 ? "Signing in is not possible just now." : "This sign-in was not completed.";
  const body = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Sign-in failed</title><style>:root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;display:grid;place-content:center;min-height:100dvh;margin:0;padding:1rem}a{color:inherit}</style>
<main><h1>Sign-in failed</h1><p>${sentence}</p><p><a href="${again}">Try again</a></p></main></html>`;
  return new Response(body, { status, headers: { ...noStore, "content-type": "text/html; charset=utf-8" } });
}

/** Only the kind of failure: an issuer's answer may hold a token or a person's address. Of a secret, which one and why. */
function logFailure(error: unknown): void {
  const kind = error instanceof Error ? error.name : String(error);
  const trouble = error instanceof SecretUnavailable ? { code: error.code, trouble: error.message } : {};
  const level = error instanceof SecretUnavailable ? "ERROR" : "WARN";
  console.error(JSON.stringify({ level, message: "sign-in", kind, ...trouble }));
}
