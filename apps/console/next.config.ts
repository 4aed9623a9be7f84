import type { NextConfig } from "next";
import { PHASE_PRODUCTION_BUILD } from "next/constants.js";
import { siteHeaders } from "@doorbuster/web/security/answer-headers";

const config: NextConfig = {
  // `npm run typecheck` checks the types; this TypeScript has no API that Next could call.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  headers: siteHeaders,
};

/** What a build leaves behind also holds the site with all that its server needs, for OpenNext; `next start` runs without. */
export default function nextConfig(phase: string): NextConfig {
  return phase === PHASE_PRODUCTION_BUILD ? { ...config, output: "standalone" } : config;
}
