import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";

import { platformDir } from "./platform.ts";

const sites = ["apps/storefront", "apps/console"];

/** The parts of OpenNext's answer that SST reads. `openNext/sites.test.ts` holds them to what it really writes of the sites. */
export const openNextOutput = {
  edgeFunctions: {},
  origins: {
    imageOptimizer: { handler: "index.handler", bundle: ".open-next/image-optimization-function" },
    default: {
      handler: "index.handler",
      bundle: ".open-next/server-functions/default",
      streaming: false,
    },
  },
  additionalProps: {
    disableTagCache: true,
    revalidationFunction: { handler: "index.handler", bundle: ".open-next/revalidation-function" },
  },
};

/**
 * A root for the program in which both sites seem to have been built: what their builds hold is another test's affair,
 * what SST makes around them is the same. In `work` SST leaves its archives, and `work/bundle` stands for every function's bundle.
 */
export function layOutRoot(folder: string): { root: string; work: string } {
  const root = path.join(folder, "root");
  const work = path.join(folder, "work");
  mkdirSync(path.join(root, ".sst"), { recursive: true });
  write(work, "bundle/bundle.mjs", {});
  write(work, "bundle/bundle.mjs.map", { sources: ["shop.ts"], sourcesContent: ["export {};"] });
  symlinkSync(platformDir, path.join(root, ".sst/platform"));
  for (const site of sites) {
    const at = path.join(root, site);
    write(at, "package.json", { dependencies: { next: "16.4.5" }, scripts: { build: "true" } });
    write(at, ".open-next/open-next.output.json", openNextOutput);
    write(at, ".open-next/assets/_next/static/page.js", {});
    write(at, ".open-next/cache/page.cache", {});
    for (const bundle of bundles()) write(at, `${bundle}/index.mjs`, {});
    write(at, ".next/BUILD_ID", "build");
    write(at, ".next/routes-manifest.json", { basePath: "" });
    write(at, ".next/prerender-manifest.json", { version: 4, routes: {} });
  }
  return { root, work };
}

function bundles(): string[] {
  const { origins, additionalProps } = openNextOutput;
  return [origins.default.bundle, origins.imageOptimizer.bundle, additionalProps.revalidationFunction.bundle];
}

function write(folder: string, name: string, content: unknown): void {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(content));
}
