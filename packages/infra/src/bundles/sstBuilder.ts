import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import path from "node:path";

import { ensurePlatform, platformDir, rootDir } from "../graph/platform.ts";
import type { BuildRequest } from "../graph/rpc.ts";
import { dropSources } from "./sourceMaps.ts";
import type { BuildAnswer } from "./pulumiStandIn.ts";

/** What SST would zip and upload for one function. */
export interface SstBundle {
  readonly functionID: string;
  /** Where it lies: the bundle, its source map, and its links, encrypted. */
  readonly folder: string;
  /** As Lambda is told it: `file.export`. */
  readonly handler: string;
}

/** A project of its own, in which SST asks for no account and keeps its state at home. */
const config = `export default $config({
  app: () => ({ name: "bundles", home: "local", providers: {} }),
  run: async () => {},
});
`;

/**
 * Has SST's own builder make the bundles, without an account and without network.
 *
 *   sst diff                      serves its builder on loopback, for the program that it starts through Pulumi
 *     └─ pulumi preview           here a stand-in (`pulumiStandIn.ts`): asks for each bundle, and ends
 *
 * `diff` changes nothing, whatever it is pointed at. @param folder an empty one, in which they are left
 */
export async function buildBySst(requests: readonly BuildRequest[], folder: string): Promise<SstBundle[]> {
  ensurePlatform();
  await layOut(folder, requests);
  const output = await runDiff(folder);
  const answers = await readFile(path.join(folder, "answers.json"), "utf8").catch(() => {
    throw new Error(`SST did not come to build:\n${output}`);
  });
  return (JSON.parse(answers) as BuildAnswer[]).map(({ result, error }, i) => {
    const { functionID = "" } = requests[i] ?? {};
    const problems = [...(error === null ? [] : [error]), ...(result?.errors ?? [])];
    if (result === null || problems.length > 0) throw new Error(`${functionID}: ${problems.join("\n")}`);
    dropSources(result.out); // as the program has it done after each build
    return { functionID, folder: result.out, handler: result.handler };
  });
}

async function layOut(folder: string, requests: readonly BuildRequest[]): Promise<void> {
  const pulumi = path.join(folder, "home/sst/bin/pulumi");
  await mkdir(path.dirname(pulumi), { recursive: true });
  await mkdir(path.join(folder, ".sst"));
  // From another folder than the program's, so the handlers are named in full.
  const inFull = requests.map((request) => ({ ...request, handler: path.join(rootDir, request.handler) }));
  await Promise.all([
    writeFile(path.join(folder, "sst.config.ts"), config),
    writeFile(path.join(folder, "requests.json"), JSON.stringify(inFull)),
    symlink(platformDir, path.join(folder, ".sst/platform")),
    writeFile(path.join(folder, ".sst/provider-lock.json"), "[]"),
    writeFile(pulumi, `#!/bin/sh\nexec "${process.execPath}" "${standIn}" "${folder}" "$@"\n`),
  ]);
  await chmod(pulumi, 0o755);
}

const standIn = path.join(import.meta.dirname, "pulumiStandIn.ts");

/** Answers what it wrote. Its exit status says how the stand-in ended, which is no preview. */
async function runDiff(folder: string): Promise<string> {
  const bin = path.join(rootDir, "node_modules/.bin");
  const args = ["diff", "--stage", "test", "--config", path.join(folder, "sst.config.ts")];
  const sst = spawn(path.join(bin, "sst"), args, {
    cwd: rootDir, // where plugins are looked for
    env: {
      PATH: `${bin}${path.delimiter}${process.env["PATH"] ?? ""}`,
      HOME: folder,
      XDG_CONFIG_HOME: path.join(folder, "home"),
      SST_TELEMETRY_DISABLED: "1",
      SST_SKIP_DEPENDENCY_CHECK: "1", // it would fetch Pulumi and Bun
      NO_BUN: "1",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [sst.stdout, sst.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  }
  await once(sst, "close");
  return output;
}
