import type { NextConfig } from "next";
import { siteHeaders } from "@doorbuster/web/security/answer-headers";

const config: NextConfig = {
  // `npm run typecheck` checks the types; this TypeScript has no API that Next could call.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  headers: siteHeaders,
};

export default config;
