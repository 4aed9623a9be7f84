import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import type { TestProject } from "vitest/node";

import { evaluate } from "../graph/evaluate.ts";
import { alteredSettings } from "./alteredSettings.ts";
import { editSettings } from "./editSettings.ts";
import type { StageName } from "./graphs.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The file of each stage's graph. */
    graphs: Readonly<Record<StageName, string>>;
  }
}

/** Evaluates production, a preview and a personal stage in `sst dev`, and production with every setting changed. */
export async function setup({ provide }: TestProject): Promise<() => void> {
  const [[production, preview, personal], [altered]] = await Promise.all([
    evaluate([{ stage: "production" }, { stage: "pr-7" }, { stage: "ada", command: "dev" }]),
    evaluate([{ stage: "production" }], [editSettings(alteredSettings)]),
  ]);
  const folder = mkdtempSync(path.join(tmpdir(), "doorbuster-graphs-"));
  const write = (name: StageName, graph: unknown) => {
    const file = path.join(folder, `${name}.json`);
    writeFileSync(file, JSON.stringify(graph));
    return file;
  };
  provide("graphs", {
    production: write("production", production),
    preview: write("preview", preview),
    personal: write("personal", personal),
    altered: write("altered", altered),
  });
  return () => rmSync(folder, { recursive: true, force: true });
}
