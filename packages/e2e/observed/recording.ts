import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** Where functions of this run record what their calls need: a folder for each shop of the road's tests. */
    recordings: string;
    /** Where each file of the road's tests leaves word that it came to its end. */
    ended: string;
  }
}

/** Folders of this run alone: what an earlier one recorded says nothing about today's functions. */
export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(tmpdir(), "doorbuster-recordings-"));
  for (const name of ["recordings", "ended"] as const) {
    await mkdir(path.join(folder, name));
    provide(name, path.join(folder, name));
  }
  return () => rm(folder, { recursive: true, force: true });
}
