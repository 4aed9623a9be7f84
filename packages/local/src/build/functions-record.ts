import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";

import { type BuildOptions, type Metafile, version } from "esbuild";
import * as z from "zod";

import { rootDir } from "./root.ts";

const recordSchema = z.object({
  /** A hash over `inputs`, the lock file and how they are built; empty when it is not known what was built. */
  key: z.string(),
  /** Our own sources, relative to the root; packages are covered by the lock file. */
  inputs: z.array(z.string()),
  /** Of each minified bundle. */
  bytes: z.record(z.string(), z.number()),
});

/** What was built from what, so that nothing is built twice. */
export type BuildRecord = z.infer<typeof recordSchema>;

const fileIn = (outDir: string) => path.join(outDir, "build.json");

export async function readRecord(outDir: string): Promise<BuildRecord | undefined> {
  try {
    return recordSchema.parse(JSON.parse(await readFile(fileIn(outDir), "utf8")));
  } catch {
    return undefined; // none yet, or of an older version: build
  }
}

/** Whether a build now would make the same files again. */
export async function isFresh(
  record: BuildRecord,
  options: BuildOptions,
  bundles: string[],
): Promise<boolean> {
  return (
    bundles.every((bundle) => existsSync(bundle)) && record.key === (await keyOf(record.inputs, options))
  );
}

/** `startedAt`: Unix milliseconds. A source that changed after it may not be in the bundles: they get no key. */
export async function writeRecord(
  outDir: string,
  metafile: Metafile,
  options: BuildOptions,
  startedAt: number,
): Promise<Record<string, number>> {
  const inputs = Object.keys(metafile.inputs)
    .filter((input) => !input.includes("node_modules/"))
    .sort();
  const bytes = Object.fromEntries(
    Object.entries(metafile.outputs).flatMap(([output, { bytes: size }]) =>
      output.endsWith(".mjs") ? [[path.basename(path.dirname(output)), size]] : [],
    ),
  );
  const files = await Promise.all(inputs.map((input) => stat(path.join(rootDir, input))));
  const changedMeanwhile = files.some(({ mtimeMs }) => mtimeMs >= startedAt);
  const key = changedMeanwhile ? "" : await keyOf(inputs, options);
  await writeFile(fileIn(outDir), JSON.stringify({ key, inputs, bytes }, undefined, 2));
  return bytes;
}

/** Undefined when an input is gone. */
async function keyOf(inputs: readonly string[], options: BuildOptions): Promise<string | undefined> {
  const hash = createHash("sha256").update(JSON.stringify([version, options]));
  try {
    for (const input of ["package-lock.json", ...inputs]) {
      hash.update(`\0${input}\0`).update(await readFile(path.join(rootDir, input)));
    }
  } catch {
    return undefined;
  }
  return hash.digest("hex");
}
