import { mkdtempSync, rmSync } from "node:fs";
import path from "node:path";

import { build, type Plugin } from "esbuild";

import { platformDir, rootDir } from "./platform.ts";

const here = import.meta.dirname;

/** What SST's command leaves out of the bundle and finds beside its platform. */
const external = ["@pulumi/*", "@pulumiverse/*", "@aws-sdk/*", "undici", "esbuild", "archiver", "glob"];

/** SST's modules read its globals as they load; `program.ts` says the rest about the app. */
const banner = `
import { createRequire as createRequireOf } from "node:module";
const require = createRequireOf(import.meta.url);
Object.assign(globalThis, JSON.parse(process.argv[2]));
`;

/**
 * Bundles `sst.config.ts` as SST's own command does, with the program that runs it under mocks. Answers where, and how to
 * take it away again. It lies in the platform's folder, from where Node finds Pulumi.
 *
 * @param plugins may put another file in the place of one, as if it had been edited
 */
export async function bundleProgram(plugins: readonly Plugin[] = []): Promise<{ file: string } & Disposable> {
  const folder = mkdtempSync(path.join(platformDir, "graph-"));
  const file = path.join(folder, "program.mjs");
  await build({
    absWorkingDir: rootDir,
    entryPoints: [path.join(here, "program.ts")],
    outfile: file,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node24",
    mainFields: ["module", "main"],
    nodePaths: [path.join(platformDir, "node_modules")],
    external,
    alias: { "@sst/platform": platformDir },
    plugins: [...plugins],
    inject: [path.join(platformDir, "src/shim/run.js")],
    define: { __dirname: "import.meta.dirname", __filename: "import.meta.filename" },
    banner: { js: banner },
    logLevel: "silent",
  });
  return { file, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}
