import { NextResponse, type NextRequest } from "next/server";

/**
 * Sends a call on to the API, from the site's own origin, so that no browser needs CORS. Use it as the `proxy` of a site
 * whose matcher names the API's paths.
 *
 * It is not a `rewrites()` entry in next.config because those are fixed when the site is built; here the address is read
 * from `DOORBUSTER_API_URL` at each request. On AWS the CDN takes these paths first and the site never sees them.
 */
export function proxyToApi(request: NextRequest): NextResponse {
  const apiUrl = process.env["DOORBUSTER_API_URL"];
  if (!apiUrl) return new NextResponse("DOORBUSTER_API_URL is not set", { status: 503 });
  const headers = new Headers(request.headers);
  headers.delete("cookie"); // sessions are the site's business; the API takes bearer tokens
  const { pathname, search } = request.nextUrl;
  // As text: API Gateway's own address has a path, the stage's name, which resolving against it would drop.
  const target = new URL(apiUrl.replace(/\/$/, "") + pathname + search);
  return NextResponse.rewrite(target, { request: { headers } });
}
