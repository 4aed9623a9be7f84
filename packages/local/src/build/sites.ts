import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import path from "node:path";

import { baseEnvironment } from "../services/base-environment.ts";
import { lastLines } from "../services/log-file.ts";
import type { Leash } from "../shop/leash.ts";
import { signalGroup } from "../shop/process-group.ts";
import { rootDir } from "./root.ts";

/**
 * Builds both sites, one after the other: two Next builds at once are slower on two cores. Turbo skips one whose
 * sources did not change. Throws an Error with the end of the build's log, or the reason of `signal`.
 */
export async function buildSites(options: {
  logFile: string;
  leash: Leash;
  signal: AbortSignal | undefined;
}): Promise<void> {
  const filters = ["--filter=@doorbuster/storefront", "--filter=@doorbuster/console"];
  const log = openSync(options.logFile, "a");
  const turbo = spawn(
    path.join(rootDir, "node_modules/.bin/turbo"),
    ["run", "build", ...filters, "--concurrency=1", "--output-logs=new-only", "--ui=stream"],
    {
      cwd: rootDir,
      env: { ...baseEnvironment(), NEXT_TELEMETRY_DISABLED: "1", TURBO_TELEMETRY_DISABLED: "1" },
      detached: true,
      stdio: ["ignore", log, log],
    },
  );
  closeSync(log);
  const { pid } = turbo;
  if (pid !== undefined) options.leash.hold(pid);
  const abort = () => pid !== undefined && signalGroup(pid, "SIGKILL");
  options.signal?.addEventListener("abort", abort, { once: true });
  try {
    const [code] = (await once(turbo, "exit")) as [number | null];
    options.signal?.throwIfAborted();
    if (code !== 0) throw new Error(`The sites did not build:\n${lastLines(options.logFile, 40)}`);
  } finally {
    options.signal?.removeEventListener("abort", abort);
    if (pid !== undefined) options.leash.release(pid);
  }
}
