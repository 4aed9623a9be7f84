import { firstForm, TestBrowser } from "@doorbuster/local/issuer/test-browser";
import { demoUsers } from "@doorbuster/local/issuer/users";
import type { ShopUrls } from "@doorbuster/local/shop/index";
import { IssuerClient } from "@doorbuster/web/auth/issuer-client";
import type { TokenSet } from "@doorbuster/web/auth/access-tokens";

type ShopWithIssuer = { readonly urls: Pick<ShopUrls, "issuer" | "console"> };

/** Where the console would be. Only its address matters: the sign-in ends at a redirect there, which nobody follows. */
const consoleUnlessRun = "http://localhost:3001";
/** A token with less than this left is renewed before it is used. */
const leftMsMin = 60_000;

/** An access token of a demo user for the console's API, good for the issuer's ten minutes. */
export async function staffToken(shop: ShopWithIssuer, email: string): Promise<string> {
  const { accessToken } = await signIn(issuerClient(shop), shop, email);
  return accessToken;
}

/** The same for as long as it is needed: renewed with the refresh token. */
export async function staffTokens(shop: ShopWithIssuer, email: string): Promise<() => Promise<string>> {
  const client = issuerClient(shop);
  let tokens = await signIn(client, shop, email);
  return async () => {
    if (tokens.expiresAtMs - Date.now() < leftMsMin) tokens = await client.refresh(tokens.refreshToken);
    return tokens.accessToken;
  };
}

function issuerClient({ urls }: ShopWithIssuer): IssuerClient {
  const siteUrl = urls.console ?? consoleUnlessRun;
  return new IssuerClient({ clientId: "console", issuer: urls.issuer, siteUrl });
}

/** As a person does it: the issuer's page, its form, the code, and its exchange (OpenID Connect with PKCE). */
async function signIn(client: IssuerClient, { urls }: ShopWithIssuer, email: string): Promise<TokenSet> {
  const user = demoUsers.find((one) => one.email === email);
  if (!user) throw new Error(`there is no demo user ${email}`);
  const { url, checks } = await client.beginSignIn("login");
  const browser = new TestBrowser(new URL(urls.issuer).origin);
  const { html } = await browser.open(url.href);
  const { action, fields } = firstForm(html);
  const returned = await browser.open(action, { ...fields, email, password: user.password });
  return client.finishSignIn(returned.url.search, checks);
}
