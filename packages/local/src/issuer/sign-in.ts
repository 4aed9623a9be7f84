import { randomBytes } from "node:crypto";
import { errors, type KoaContextWithOIDC } from "oidc-provider";
import type Provider from "oidc-provider";
import { securityHeaders, signInPage } from "./pages.ts";
import { authenticate } from "./users.ts";

const formBytesMax = 8_192;

/** The page at `/sign-in/<interaction>`: GET shows the form, POST checks it and goes on to the site. */
export function signInRoutes(provider: Provider, sites: { storefront: string; console: string }) {
  return async (context: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> => {
    if (!context.path.startsWith("/sign-in/")) return next();
    const interaction = await provider
      .interactionDetails(context.req, context.res)
      .catch((error: unknown) => {
        // The cookie is gone, or the issuer was restarted: the site has to ask again.
        if (error instanceof errors.SessionNotFound) return undefined;
        throw error;
      });
    if (!interaction || context.path !== `/sign-in/${interaction.uid}`) {
      throw new errors.SessionNotFound("This sign-in has run out. Go back to the site and start again.");
    }

    const show = (status: number, attempt?: { email: string; error: string }) => {
      context.set(securityHeaders(Object.values(sites), randomBytes(16).toString("base64url")));
      context.type = "html";
      context.status = status;
      context.body = signInPage({
        action: context.path,
        clientId: String(interaction.params["client_id"]),
        email: attempt?.email ?? "",
        error: attempt?.error,
      });
    };

    if (context.method === "GET") return show(200);
    if (context.method !== "POST") return void (context.status = 405);

    const form = await readForm(context);
    const email = form.get("email") ?? "";
    const user = authenticate(email, form.get("password") ?? "");
    if (!user) return show(400, { email, error: "That e-mail address and password don’t belong together." });

    context.respond = false; // the provider writes the redirect to the bare response
    await provider.interactionFinished(context.req, context.res, {
      login: { accountId: user.sub, amr: ["pwd"] },
    });
  };
}

async function readForm(context: KoaContextWithOIDC): Promise<URLSearchParams> {
  let body = "";
  for await (const chunk of context.req.setEncoding("utf8")) {
    body += chunk;
    if (body.length > formBytesMax) context.throw(413);
  }
  return new URLSearchParams(body);
}
