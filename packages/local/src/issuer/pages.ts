import { randomBytes } from "node:crypto";
import type { KoaContextWithOIDC } from "oidc-provider";
import { styles } from "./styles.ts";
import { demoPassword, demoUsers, type DemoUser } from "./users.ts";

/**
 * Headers of every page. `form-action` names the sites too, because browsers hold it against each hop of the redirect
 * that follows a form. Scripts run only with the nonce.
 */
export function securityHeaders(siteOrigins: readonly string[], nonce: string): Record<string, string> {
  return {
    "content-security-policy": [
      "default-src 'none'",
      "style-src 'unsafe-inline'",
      `script-src 'nonce-${nonce}'`,
      `form-action 'self' ${siteOrigins.join(" ")}`,
      "frame-ancestors 'none'",
      "base-uri 'none'",
    ].join("; "),
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
  };
}

export interface SignInPage {
  readonly action: string;
  readonly clientId: string;
  readonly email: string;
  readonly error: string | undefined;
}

/** E-mail and password, and below them every demo account as one button. Works without script. */
export function signInPage({ action, clientId, email, error }: SignInPage): string {
  const toConsole = clientId === "console";
  const accounts = toConsole ? demoUsers.toReversed() : demoUsers;
  return page(
    "Sign in",
    `<h1>Sign in</h1>
    <p class="lead">to ${toConsole ? "the operations console" : "the shop"}</p>
    ${error ? `<p class="error" role="alert" id="error">${escape(error)}</p>` : ""}
    <form method="post" action="${escape(action)}">
      <label for="email">E-mail</label>
      <input id="email" name="email" type="email" autocomplete="username" required ${error ? "" : "autofocus"}
        value="${escape(email)}" ${error ? 'aria-invalid="true" aria-describedby="error"' : ""}>
      <label for="password">Password</label>
      <input id="password" name="password" type="password" autocomplete="current-password" required
        ${error ? "autofocus" : ""}
        ${error ? 'aria-invalid="true" aria-describedby="error"' : ""}>
      <button class="primary">Sign in</button>
    </form>
    <section aria-labelledby="demo">
      <h2 id="demo">Demo accounts</h2>
      <p class="hint">One click signs in. The password of each is <code>${escape(demoPassword)}</code>.</p>
      <ul>${accounts.map((user) => `<li>${accountButton(action, user)}</li>`).join("")}</ul>
    </section>`,
  );
}

function accountButton(action: string, user: DemoUser): string {
  const role = user.groups[0] ?? "customer";
  return `<form method="post" action="${escape(action)}">
    <input type="hidden" name="email" value="${escape(user.email)}">
    <input type="hidden" name="password" value="${escape(user.password)}">
    <button class="account">
      <span class="who"><b>${escape(user.name)}</b><span>${escape(user.email)}</span></span>
      <span class="role">${escape(role)}</span>
    </button>
  </form>`;
}

/** Signing out was already confirmed at the site, so the form sends itself; without script it is one button. */
export function signOutPage(context: KoaContextWithOIDC, form: string, siteOrigins: readonly string[]): void {
  const nonce = randomBytes(16).toString("base64url");
  context.set(securityHeaders(siteOrigins, nonce));
  // Only a request that names one of our clients was started by a site; anything else has to ask first.
  const script = context.oidc.client
    ? `<script nonce="${nonce}">document.getElementById("op.logoutForm").requestSubmit(document.querySelector("button"))</script>`
    : "";
  context.body = page(
    "Sign out",
    `<h1>Sign out</h1>
    <p class="lead">You will be signed out here and return to the site.</p>
    ${form}
    <button class="primary" form="op.logoutForm" name="logout" value="yes">Sign out</button>
    ${script}`,
  );
}

export function signedOutPage(siteOrigins: readonly string[]): string {
  return page("Signed out", `<h1>You are signed out</h1>${siteLinks(siteOrigins)}`);
}

/** @param sentence what went wrong, shown as it is */
export function errorPage(sentence: string, siteOrigins: readonly string[]): string {
  return page(
    "Sign-in failed",
    `<h1>Sign-in failed</h1><p class="lead">${escape(sentence)}</p>${siteLinks(siteOrigins)}`,
  );
}

function siteLinks([storefront, console]: readonly string[]): string {
  return `<p class="links"><a href="${escape(storefront ?? "/")}">Go to the shop</a>
    <a href="${escape(console ?? "/")}">Go to the console</a></p>`;
}

function page(title: string, main: string): string {
  return `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>${title} · Doorbuster</title>
  <style>${styles}</style>
</head>
<body>
  <main>
    <p class="brand"><svg viewBox="0 0 20 20" aria-hidden="true"><path d="M4 2h9l3 3v13H4z M8 2v16"/><circle cx="11.5" cy="10.5" r="1"/></svg>Doorbuster</p>
    ${main}
  </main>
</body>
</html>`;
}

function escape(text: string): string {
  const entities: Record<string, string> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
