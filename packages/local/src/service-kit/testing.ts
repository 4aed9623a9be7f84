import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll } from "vitest";

/** A service of the laptop edition in a real process of its own, for tests. */
export interface ServiceProcess {
  readonly url: string;
  readonly dataDir: string;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
  /** Ends it as the shop does; resolves with the exit status. */
  stop(): Promise<number | null>;
  /** Lets go of it as a parent that dies does; resolves with the exit status. */
  orphan(): Promise<number | null>;
}

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Removed when the tests of the file that asked for it are over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "doorbuster-service-"));
  folders.push(folder);
  return folder;
}

export async function startServiceProcess(
  main: URL,
  options: {
    readonly dataDir?: string | undefined;
    readonly args?: readonly string[] | undefined;
    readonly env?: Readonly<Record<string, string>> | undefined;
  } = {},
): Promise<ServiceProcess> {
  const dataDir = options.dataDir ?? temporaryFolder();
  const child = fork(main, ["--port", "0", "--data-dir", dataDir, ...(options.args ?? [])], {
    env: { ...process.env, ...options.env },
    execArgv: [],
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  const exited = once(child, "exit").then(([status]) => status as number | null);
  const lines = createInterface({ input: child.stdout! });
  const first = await Promise.race([
    once(lines, "line").then(([line]) => String(line)),
    exited.then((status) => `exit status ${status}`),
  ]);
  const url = /listening on (\S+)/.exec(first)?.[1];
  if (!url) throw new Error(`the service did not start: ${first}`);
  return {
    url,
    dataDir,
    async kill() {
      child.kill("SIGKILL");
      await exited;
    },
    stop() {
      child.kill("SIGTERM");
      return exited;
    },
    orphan() {
      child.disconnect();
      return exited;
    },
  };
}
