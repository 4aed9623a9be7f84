import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import type { Plugin } from "esbuild";

import { bundleProgram } from "./bundle.ts";
import type { Graph } from "./graph.ts";
import { ensurePlatform } from "./platform.ts";
import { layOutRoot } from "./siteBuilds.ts";

export interface StageToEvaluate {
  readonly stage: string;
  /** `dev`: as `sst dev` sees it. Default `deploy`. */
  readonly command?: "deploy" | "dev";
}

/**
 * The resource graphs of stages, evaluated without an account and without network, each in a process of its own.
 *
 * @param plugins of esbuild, which may edit the program on its way into the bundle
 */
export async function evaluate(
  stages: readonly StageToEvaluate[],
  plugins: readonly Plugin[] = [],
): Promise<Graph[]> {
  ensurePlatform();
  using program = await bundleProgram(plugins);
  return await Promise.all(stages.map((stage) => evaluateOne(program.file, stage)));
}

async function evaluateOne(file: string, { stage, command = "deploy" }: StageToEvaluate): Promise<Graph> {
  const folder = mkdtempSync(path.join(tmpdir(), `doorbuster-graph-${stage}-`));
  try {
    const { root, work } = layOutRoot(folder);
    const globals = {
      $app: { stage },
      $dev: command === "dev",
      $cli: {
        command,
        paths: { home: root, root, work, platform: path.join(root, ".sst/platform") },
        state: { version: {} },
      },
    };
    const child = fork(file, [JSON.stringify(globals)], {
      cwd: root,
      env: { PATH: process.env["PATH"], SST_AWS_REGION: "eu-west-1" },
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => (output += text));
    }
    let graph: Graph | undefined;
    child.once("message", (message) => (graph = message as Graph));
    const [status] = (await once(child, "close")) as [number | null];
    if (status !== 0 || graph === undefined) {
      throw new Error(`stage ${stage} could not be evaluated (exit status ${status}):\n${output}`);
    }
    return graph;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
