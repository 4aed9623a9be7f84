import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempDisposable, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { compileCache } from "@doorbuster/local/build/compile-cache";
import { rootDir } from "@doorbuster/local/build/root";
import { countCheck, countTests, type Counts } from "./counts.ts";
import type { Suite } from "./suites.ts";

export interface SuiteResult {
  readonly counts: Counts;
  /** All that it wrote, to be shown when it failed. */
  readonly output: string;
}

/** Runs a suite to its end. When the signal aborts, the suite is asked to stop, and counts as failed. */
export async function runSuite(suite: Suite, signal: AbortSignal): Promise<SuiteResult> {
  await using folder = await mkdtempDisposable(path.join(tmpdir(), "doorbuster-test-"));
  const reportFile = path.join(folder.path, "report.json");
  const { exitCode, output } = await execute(suite, reportFile, signal);
  if (suite.report === undefined) return { counts: countCheck(exitCode), output };
  const report = await readFile(reportFile, "utf8").catch(() => undefined);
  return { counts: countTests(suite.report, report, exitCode), output };
}

async function execute({ cwd, command, report }: Suite, reportFile: string, signal: AbortSignal) {
  const [tool, ...args] = command;
  const child = spawn(tool, report === "vitest" ? [...args, `--outputFile.json=${reportFile}`] : args, {
    cwd: path.join(rootDir, cwd),
    env: { ...environment(), PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const stop = () => child.kill("SIGTERM");
  signal.addEventListener("abort", stop);
  if (signal.aborted) stop();
  try {
    return await outcomeOf(child);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

/** Tools come from this repository, whatever started us, and tell nobody that they ran. */
function environment(): NodeJS.ProcessEnv {
  const bin = path.join(rootDir, "node_modules/.bin");
  return {
    ...process.env,
    ...compileCache,
    PATH: `${bin}${path.delimiter}${process.env["PATH"] ?? ""}`,
    NEXT_TELEMETRY_DISABLED: "1",
    TURBO_TELEMETRY_DISABLED: "1",
  };
}

function outcomeOf(child: ChildProcess): Promise<{ exitCode: number; output: string }> {
  return new Promise((resolve, reject) => {
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => (output += text));
    }
    child.once("error", reject);
    // A process ended by a signal has no exit code: 128 and the signal, as shells have it, is never 0.
    child.once("close", (code) => resolve({ exitCode: code ?? 128, output }));
  });
}
