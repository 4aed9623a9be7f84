import { randomBytes } from "node:crypto";
import { NextResponse, type NextRequest } from "next/server";
import { strictTransportSecurity } from "./answer-headers.ts";
import { contentSecurityPolicy, type PageNeeds } from "./content-security-policy.ts";

const policyHeader = "content-security-policy";

/**
 * Sends a page with its Content-Security-Policy. Use it as the `proxy` of a site, for pages and not for what next.config
 * gives a policy: where both name one header, `next start` takes the proxy's and OpenNext the config's.
 *
 * It is not in next.config because a policy names origins that are settings of the running site, and a nonce. Next reads
 * the nonce from the policy in the request, and puts it on the scripts of a page that it renders for that request.
 *
 * What is sent with a static page is the same each time, so a CDN may keep both.
 */
export function guardPage(request: NextRequest, needs: PageNeeds): NextResponse {
  const secure = process.env["DOORBUSTER_SITE_URL"]?.startsWith("https://") === true;
  const policy = contentSecurityPolicy(needs, {
    nonce: randomBytes(16).toString("base64"),
    secure,
    development: process.env.NODE_ENV === "development",
  });
  const headers = new Headers(request.headers);
  if (needs.rendering === "perRequest") headers.set(policyHeader, policy);
  else headers.delete(policyHeader); // a visitor's own must not reach the rendering of a page that is kept for all
  const response = NextResponse.next({ request: { headers } });
  response.headers.set(policyHeader, policy);
  if (secure) response.headers.set("strict-transport-security", strictTransportSecurity);
  return response;
}
