import type { NextConfig } from "next";
import { PHASE_PRODUCTION_BUILD } from "next/constants.js";
import { siteHeaders } from "@doorbuster/web/security/answer-headers";
import { oldestPageSeconds } from "./src/edge/page-age.ts";

const config: NextConfig = {
  // `npm run typecheck` checks the types; this TypeScript has no API that Next could call.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  // Pages rendered again at run time stay in memory: a build folder is never written to, so several shops can share it.
  experimental: { isrFlushToDisk: false },
  // A page that is a minute old (`revalidate`) is rendered again while it is still shown. One that is older than this is not:
  // after a quiet night whoever comes first waits for today's drop.
  expireTime: oldestPageSeconds,
  // Links in text messages are short. What stands behind their `#` a browser carries over by itself.
  redirects: () =>
    Promise.resolve([{ source: "/o/:order", destination: "/orders/ord_:order", permanent: false }]),
  headers: siteHeaders,
};

/** What a build leaves behind also holds the site with all that its server needs, for OpenNext; `next start` runs without. */
export default function nextConfig(phase: string): NextConfig {
  return phase === PHASE_PRODUCTION_BUILD ? { ...config, output: "standalone" } : config;
}
