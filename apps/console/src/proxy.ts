import type { NextRequest, NextResponse } from "next/server";
import { proxyToApi } from "@doorbuster/web/proxy";
import { guardPage } from "@doorbuster/web/security/guard-page";

export function proxy(request: NextRequest): NextResponse {
  const isCall = request.nextUrl.pathname.startsWith("/ops/trpc/");
  return isCall ? proxyToApi(request) : guardPage(request, { rendering: "perRequest" });
}

/** The API, and pages: whatever is no file, and neither Next's own nor a part of signing in. */
export const config = {
  matcher: ["/ops/trpc/:path*", "/((?!_next/|auth/|ops/trpc/|.*\\.(?:ico|jpg|js|png|svg|txt|xml)$).*)"],
};
