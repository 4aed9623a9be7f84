import type { NextRequest, NextResponse } from "next/server";
import { proxyToApi } from "@doorbuster/web/proxy";
import { guardPage } from "@doorbuster/web/security/guard-page";
import { pageNeeds } from "./site/page-needs.ts";

export function proxy(request: NextRequest): NextResponse {
  const { pathname } = request.nextUrl;
  return pathname.startsWith("/trpc/") ? proxyToApi(request) : guardPage(request, pageNeeds(pathname));
}

/** The API, and pages: whatever is no file, and neither Next's own nor a part of signing in. */
export const config = {
  matcher: ["/trpc/:path*", "/((?!_next/|auth/|trpc/|.*\\.(?:ico|jpg|js|png|svg|txt|xml)$).*)"],
};
