import { mkdir, rename, writeFile } from "node:fs/promises";
import path from "node:path";

import { build, type BuildOptions, type Metafile, type OutputFile } from "esbuild";

import { bundling, bundlingAliases } from "@doorbuster/adapters/definitions/bundling";

import { functionDefinitions } from "./definitions.ts";
import { isFresh, readRecord, writeRecord } from "./functions-record.ts";
import { rootDir } from "./root.ts";

const functionsDir = path.join(rootDir, "apps/functions");

/** Where the bundles go, and the record of how they were built. */
export const outDir = path.join(functionsDir, "dist");

export const functionNames = Object.keys(functionDefinitions);

export function bundlePath(functionName: string): string {
  return path.join(outDir, functionName, "index.mjs");
}

export interface FunctionsBuild {
  /** Size of each function's bundle, minified, without its source map. */
  readonly bytes: Readonly<Record<string, number>>;
  /** False when the bundles of an earlier build were still right. */
  readonly rebuilt: boolean;
}

/** Bundles every function as it will be deployed. Throws esbuild's error, which names file and line. */
export async function buildFunctions(): Promise<FunctionsBuild> {
  const last = await readRecord(outDir);
  const bundles = functionNames.map(bundlePath);
  if (last !== undefined && (await isFresh(last, buildOptions, bundles))) {
    return { bytes: last.bytes, rebuilt: false };
  }
  const startedAt = Date.now();
  return { bytes: await writeBundles(await build(buildOptions), startedAt), rebuilt: true };
}

/** What CommonJS modules take for granted, before each bundle, as SST has it there too. */
const preamble = `import { createRequire as createRequireOf } from "node:module";
import { fileURLToPath as pathOf } from "node:url";
const require = createRequireOf(import.meta.url);
const __filename = pathOf(import.meta.url);
const __dirname = import.meta.dirname;`;

/** The settings with which SST builds a Node function. */
export const buildOptions = {
  absWorkingDir: rootDir,
  entryPoints: functionNames.map((name) => ({
    in: path.join(functionsDir, "src", `${name}.ts`),
    out: path.join(name, "index"),
  })),
  outdir: outDir,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  platform: "node",
  format: "esm",
  target: "es2024", // what SST takes for Lambda's Node.js 24
  ...bundling,
  mainFields: [...bundling.mainFields],
  sourcesContent: false, // `infra/src/bundles/sourceMaps.ts` takes them out of what is deployed
  alias: { ...bundlingAliases },
  metafile: true,
  write: false,
  logLevel: "silent",
  banner: { js: preamble },
} as const satisfies BuildOptions;

/**
 * Writes each file whole or not at all: another shop on this machine may build, or start from, the same folder right
 * now. `startedAt` is when the build began, in Unix milliseconds. Answers the size of each bundle.
 */
export async function writeBundles(
  { outputFiles, metafile }: { outputFiles: readonly OutputFile[]; metafile: Metafile },
  startedAt: number,
): Promise<Record<string, number>> {
  for (const { path: file, contents } of outputFiles) {
    const draft = `${file}.${process.pid}`;
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(draft, contents);
    await rename(draft, file);
  }
  return writeRecord(outDir, metafile, buildOptions, startedAt);
}
