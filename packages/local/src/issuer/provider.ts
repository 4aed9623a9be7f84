import Provider, { type Configuration, type KoaContextWithOIDC } from "oidc-provider";
import { apiAudience } from "./audience.ts";
import type { IssuerKeys } from "./keys.ts";
import { errorPage, signedOutPage, signOutPage } from "./pages.ts";
import { signInRoutes } from "./sign-in.ts";
import { demoUsers, type DemoUser } from "./users.ts";

const accessTokenSeconds = 10 * 60;
const signedInSeconds = 14 * 24 * 60 * 60;
const scopes = "openid email profile";

export interface IssuerOptions {
  /** The issuer identifier and base address, e.g. `http://localhost:4003`. */
  readonly issuer: string;
  readonly keys: IssuerKeys;
  /** Origins of the two sites. Each may return to its `/auth/callback` and, signed out, to its `/`. */
  readonly sites: { readonly storefront: string; readonly console: string };
}

/**
 * An OpenID Connect provider that stands for a Cognito user pool: authorisation code with PKCE, refresh tokens, and
 * access tokens with Cognito's claims. What it remembers (sessions, codes, refresh tokens) lives in memory.
 */
export function createProvider(options: IssuerOptions): Provider {
  const provider = new Provider(options.issuer, configuration(options));
  provider.use(signInRoutes(provider, options.sites));
  return provider;
}

function configuration({ keys, sites }: IssuerOptions): Configuration {
  return {
    clients: [
      client("storefront", "Doorbuster", sites.storefront),
      client("console", "Doorbuster Operations", sites.console),
    ],
    jwks: { keys: [keys.signing] },
    cookies: {
      keys: keys.cookies,
      // Cookies belong to a host, not to a port: everything on localhost shares one jar.
      names: { session: "issuer_session", interaction: "issuer_interaction", resume: "issuer_resume" },
    },
    claims: {
      openid: ["sub", "cognito:groups"],
      email: ["email", "email_verified"],
      profile: ["name"],
    },
    conformIdTokenClaims: false, // Cognito puts the claims of granted scopes into the ID token itself
    scopes: ["openid", "email", "profile"],
    responseTypes: ["code"],
    pkce: { required: () => true },
    clientBasedCORS: () => false, // the sites ask from their servers, never from a page
    findAccount: (_context, sub) => {
      const user = demoUsers.find((candidate) => candidate.sub === sub);
      return user && { accountId: user.sub, claims: () => ({ sub: user.sub, ...profileClaims(user) }) };
    },
    extraTokenClaims: (_context, token) => {
      const user = demoUsers.find((candidate) => "accountId" in token && candidate.sub === token.accountId);
      return user && accessClaims(user);
    },
    // As with Cognito: every sign-in gets a refresh token, it is not rotated, and it outlives the hosted session.
    issueRefreshToken: (_context, forClient) => forClient.grantTypeAllowed("refresh_token"),
    rotateRefreshToken: false,
    expiresWithSession: () => false,
    loadExistingGrant: grantFirstParty,
    ttl: {
      AccessToken: accessTokenSeconds,
      AuthorizationCode: 60,
      Grant: signedInSeconds,
      IdToken: accessTokenSeconds,
      Interaction: 60 * 60,
      RefreshToken: signedInSeconds,
      Session: signedInSeconds,
    },
    interactions: { url: (_context, interaction) => `/sign-in/${interaction.uid}` },
    renderError: (context, out) => {
      context.type = "html";
      context.body = errorPage(out.error_description ?? out.error, Object.values(sites));
    },
    features: {
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => apiAudience,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: scopes,
          audience: apiAudience,
          accessTokenTTL: accessTokenSeconds,
          accessTokenFormat: "jwt",
          jwt: { sign: { alg: "RS256" } },
        }),
      },
      revocation: {
        enabled: true,
        allowedPolicy: (_context, asking, token) => token.clientId === asking.clientId,
      },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (context, form) => signOutPage(context, form, Object.values(sites)),
        postLogoutSuccessSource: (context) => {
          context.body = signedOutPage(Object.values(sites));
        },
      },
      userinfo: { enabled: false },
    },
  };
}

function client(id: string, name: string, origin: string) {
  return {
    client_id: id,
    client_name: name,
    client_uri: origin,
    redirect_uris: [`${origin}/auth/callback`],
    post_logout_redirect_uris: [`${origin}/`],
    token_endpoint_auth_method: "none" as const,
    grant_types: ["authorization_code", "refresh_token"],
    response_types: ["code" as const],
    scope: scopes,
  };
}

function profileClaims(user: DemoUser) {
  return {
    name: user.name,
    email: user.email,
    email_verified: true,
    ...(user.groups.length > 0 && { "cognito:groups": [...user.groups] }),
  };
}

/** What Cognito adds to an access token: no address. Staff are known by their username, a customer's is made up. */
function accessClaims(user: DemoUser) {
  return {
    token_use: "access",
    username: user.groups.length > 0 ? user.email : user.sub,
    ...(user.groups.length > 0 && { "cognito:groups": [...user.groups] }),
  };
}

/** Both clients are the shop's own, so nobody is asked to consent: the grant is made on the spot. */
async function grantFirstParty(context: KoaContextWithOIDC) {
  const { client: forClient, provider, session, result } = context.oidc;
  if (!forClient || !session?.accountId) return undefined;
  const existing = result?.consent?.grantId ?? session.grantIdFor(forClient.clientId);
  const found = existing && (await provider.Grant.find(existing));
  if (found) return found;
  const grant = new provider.Grant({ clientId: forClient.clientId, accountId: session.accountId });
  grant.addOIDCScope(scopes);
  grant.addResourceScope(apiAudience, scopes);
  await grant.save();
  return grant;
}
