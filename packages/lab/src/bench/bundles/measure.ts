import { execFile } from "node:child_process";
import { mkdtempDisposable, stat } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { deployedFunctions } from "@doorbuster/infra/bundles/deployed";
import { buildBySst } from "@doorbuster/infra/bundles/sstBuilder";
import { evaluate } from "@doorbuster/infra/graph/evaluate";
import { median } from "../statistics.ts";

export interface MeasuredBundle {
  readonly name: string;
  readonly bytes: number;
  /** Processor time, to whole milliseconds: on a core that has nothing else to do, the time it takes. */
  readonly importMs: number;
}

export interface MeasuredBundles {
  readonly bundles: readonly MeasuredBundle[];
  /** Of each import, the processes whose median it is. */
  readonly rounds: number;
  readonly processor: string;
  readonly node: string;
  /** ISO 8601, UTC. */
  readonly measuredAt: string;
}

/** Has SST build every function as production deploys it, and imports each in fresh processes, all on one core. */
export async function measureBundles(rounds: number, signal: AbortSignal): Promise<MeasuredBundles> {
  const [graph] = await evaluate([{ stage: "production" }]);
  if (graph === undefined) throw new Error("production was not evaluated");
  const deployed = deployedFunctions(graph);
  await using folder = await mkdtempDisposable(path.join(tmpdir(), "doorbuster-bundles-"));
  const built = await buildBySst(
    deployed.map(({ build }) => build),
    folder.path,
  );
  const pinned = await onOneCore();
  const times = new Map(deployed.map(({ name }) => [name, [] as number[]]));
  for (let round = 0; round < rounds; round++) {
    for (const [index, { name, variables }] of deployed.entries()) {
      signal.throwIfAborted();
      times.get(name)?.push(await importOnce(built[index]?.folder ?? "", variables, pinned));
    }
  }
  const bundles = deployed.map(async ({ name }, index) => ({
    name,
    bytes: (await stat(path.join(built[index]?.folder ?? "", "bundle.mjs"))).size,
    importMs: Math.round(median(times.get(name) ?? [])),
  }));
  return {
    bundles: await Promise.all(bundles),
    rounds,
    processor: cpus()[0]?.model ?? "unknown",
    node: process.version,
    measuredAt: new Date().toISOString(),
  };
}

const run = promisify(execFile);
const probe = path.join(import.meta.dirname, "probe.mjs");

/** What keeps a process on one core, where the system has a command for it. */
async function onOneCore(): Promise<readonly string[]> {
  const pinned = ["taskset", "-c", "0"];
  const works = await run("taskset", ["-c", "0", "true"]).then(
    () => true,
    () => false,
  );
  return works ? pinned : [];
}

/** One import in a process of its own, from its own folder and with its own environment, as on Lambda. */
async function importOnce(
  folder: string,
  variables: Readonly<Record<string, string>>,
  pinned: readonly string[],
): Promise<number> {
  const [command, ...args] = [...pinned, process.execPath, probe, path.join(folder, "bundle.mjs")];
  const { stdout } = await run(command, args, {
    cwd: folder,
    env: {
      ...variables,
      PATH: process.env["PATH"],
      AWS_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: "nobody",
      AWS_SECRET_ACCESS_KEY: "nobody",
    },
  });
  return (JSON.parse(stdout) as { readonly processorMs: number }).processorMs;
}
