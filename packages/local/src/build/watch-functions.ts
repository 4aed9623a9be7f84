import { createHash } from "node:crypto";
import { watch } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";

import { context } from "esbuild";

import { buildOptions, bundlePath, functionNames, writeBundles } from "./functions.ts";
import { rootDir } from "./root.ts";

/** Where the functions' own sources are. */
const sourceDirs = ["apps/functions/src", "packages/adapters/src", "packages/api/src", "packages/core/src"];

/**
 * Builds again whenever a source changes, and tells which bundles became different. What does not build is written to
 * stderr by esbuild, and the bundles before it stay. Answers how to end the watch.
 */
export async function watchFunctions(
  onChange: (changed: readonly string[]) => void,
): Promise<() => Promise<void>> {
  const builder = await context({ ...buildOptions, logLevel: "error" });
  let hashes = await hashBundles();
  const rebuild = async () => {
    const startedAt = Date.now();
    await writeBundles(await builder.rebuild(), startedAt);
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

async function hashBundles(): Promise<Map<string, string>> {
  const entries = functionNames.map(async (name) => {
    const bundle = await readFile(bundlePath(name));
    return [name, createHash("sha256").update(bundle).digest("hex")] as const;
  });
  return new Map(await Promise.all(entries));
}
