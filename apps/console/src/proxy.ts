export { proxyToApi as proxy } from "@doorbuster/web/proxy";

export const config = { matcher: ["/ops/trpc/:path*"] };
