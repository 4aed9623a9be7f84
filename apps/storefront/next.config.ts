import type { NextConfig } from "next";

const config: NextConfig = {
  // `npm run typecheck` checks the types; this TypeScript has no API that Next could call.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  // Pages rendered again at run time stay in memory: a build folder is never written to, so several shops can share it.
  experimental: { isrFlushToDisk: false },
  headers: () =>
    Promise.resolve([
      {
        source: "/:path*",
        headers: [
          { key: "x-content-type-options", value: "nosniff" },
          { key: "x-frame-options", value: "DENY" },
          { key: "referrer-policy", value: "strict-origin-when-cross-origin" },
        ],
      },
    ]),
};

export default config;
