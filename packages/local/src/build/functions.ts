import { createHash } from "node:crypto";
import { watch } from "node:fs";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";

import { build, type BuildOptions, context, type Metafile, type OutputFile, version } from "esbuild";
import * as z from "zod";

import { functionDefinitions } from "./definitions.ts";
import { rootDir } from "./root.ts";

const functionsDir = path.join(rootDir, "apps/functions");
const outDir = path.join(functionsDir, "dist");
const recordFile = path.join(outDir, "build.json");

/** What was built from what, so that nothing is built twice. */
const recordSchema = z.object({
  /** A hash over `inputs`, the lock file and how they are built. */
  key: z.string(),
  /** Our own sources, relative to the root; packages are covered by the lock file. */
  inputs: z.array(z.string()),
  /** Of each minified bundle. */
  bytes: z.record(z.string(), z.number()),
});

export interface FunctionsBuild {
  /** Size of each function's bundle, minified, without its source map. */
  readonly bytes: Readonly<Record<string, number>>;
  /** False when the bundles of an earlier build were still right. */
  readonly rebuilt: boolean;
}

export function bundlePath(functionName: string): string {
  return path.join(outDir, functionName, "index.mjs");
}

/** Bundles every function as it will be deployed. Throws esbuild's error, which names file and line. */
export async function buildFunctions(): Promise<FunctionsBuild> {
  const last = await readRecord();
  if (last !== undefined && last.key === (await keyOf(last.inputs)))
    return { bytes: last.bytes, rebuilt: false };
  const result = await build(buildOptions());
  await writeBundles(result.outputFiles);
  return { bytes: await writeRecord(result.metafile), rebuilt: true };
}

/**
 * Builds again whenever a source changes, and tells which bundles became different. What does not build is written to
 * stderr by esbuild, and the bundles before it stay. Answers how to end the watch.
 */
export async function watchFunctions(
  onChange: (changed: readonly string[]) => void,
): Promise<() => Promise<void>> {
  const builder = await context({ ...buildOptions(), logLevel: "error" });
  let hashes = await hashBundles();
  const rebuild = async () => {
    const { metafile, outputFiles } = await builder.rebuild();
    await writeBundles(outputFiles);
    await writeRecord(metafile);
    const before = hashes;
    hashes = await hashBundles();
    const changed = functionNames.filter((name) => before.get(name) !== hashes.get(name));
    if (changed.length > 0) onChange(changed);
  };
  // One build at a time, and one more for whatever changed meanwhile. (esbuild's own watch polls, for seconds.)
  let wanted = false;
  let building: Promise<void> | undefined;
  const request = () => {
    wanted = true;
    building ??= (async () => {
      while (wanted) {
        wanted = false;
        await rebuild().catch(() => undefined); // esbuild has said why
      }
      building = undefined;
    })();
  };
  const watchers = sourceDirs.map((dir) => watch(path.join(rootDir, dir), { recursive: true }, request));
  return async () => {
    for (const watcher of watchers) watcher.close();
    await building;
    await builder.dispose();
  };
}

/** Where the functions' own sources are. */
const sourceDirs = ["apps/functions/src", "packages/adapters/src", "packages/api/src", "packages/core/src"];

const functionNames = Object.keys(functionDefinitions);

/** The settings with which SST builds a Node function: ESM, minified, with `require` for what still asks for it. */
function buildOptions() {
  return {
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
    target: "node24",
    mainFields: ["module", "main"],
    minify: true,
    keepNames: true,
    sourcemap: true,
    metafile: true,
    write: false,
    logLevel: "silent",
    banner: {
      js: 'import { createRequire as createRequireOf } from "node:module"; const require = createRequireOf(import.meta.url);',
    },
  } as const satisfies BuildOptions;
}

/** Each file whole or not at all: another shop on this machine may build, or start from, the same folder right now. */
async function writeBundles(files: readonly OutputFile[]): Promise<void> {
  for (const { path: file, contents } of files) {
    const draft = `${file}.${process.pid}`;
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(draft, contents);
    await rename(draft, file);
  }
}

async function readRecord(): Promise<z.infer<typeof recordSchema> | undefined> {
  try {
    return recordSchema.parse(JSON.parse(await readFile(recordFile, "utf8")));
  } catch {
    return undefined; // none yet, or of an older version: build
  }
}

async function writeRecord(metafile: Metafile): Promise<Record<string, number>> {
  const inputs = Object.keys(metafile.inputs)
    .filter((input) => !input.includes("node_modules/"))
    .sort();
  const bytes = Object.fromEntries(
    Object.entries(metafile.outputs).flatMap(([output, { bytes: size }]) =>
      output.endsWith(".mjs") ? [[path.basename(path.dirname(output)), size]] : [],
    ),
  );
  await writeFile(recordFile, JSON.stringify({ key: await keyOf(inputs), inputs, bytes }, undefined, 2));
  return bytes;
}

/** Undefined when an input is gone. */
async function keyOf(inputs: readonly string[]): Promise<string | undefined> {
  const hash = createHash("sha256").update(JSON.stringify([version, buildOptions()]));
  try {
    for (const input of ["package-lock.json", ...inputs]) {
      hash.update(`\0${input}\0`).update(await readFile(path.join(rootDir, input)));
    }
  } catch {
    return undefined;
  }
  return hash.digest("hex");
}

async function hashBundles(): Promise<Map<string, string>> {
  const entries = await Promise.all(
    functionNames.map(async (name) => {
      const bundle = await readFile(bundlePath(name)).catch(() => "");
      return [name, createHash("sha256").update(bundle).digest("hex")] as const;
    }),
  );
  return new Map(entries);
}
