import { execFile } from "node:child_process";
import { readdir, readFile, readlink } from "node:fs/promises";
import { promisify } from "node:util";

/** Who listens on a TCP port, as `pid 123 (command line)`; undefined when the system does not tell us. */
export async function findPortHolder(port: number): Promise<string | undefined> {
  return process.platform === "linux" ? await fromProc(port) : await fromLsof(port);
}

async function fromProc(port: number): Promise<string | undefined> {
  const inodes = new Set<string>();
  for (const table of ["/proc/net/tcp", "/proc/net/tcp6"]) {
    for (const inode of listeningInodes(await readFile(table, "utf8").catch(() => ""), port))
      inodes.add(inode);
  }
  if (inodes.size === 0) return undefined;
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  for (const pid of pids) {
    // Another user's process, or one that has just ended, cannot be read: that is no error, only no answer.
    const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => []);
    for (const descriptor of descriptors) {
      const target = await readlink(`/proc/${pid}/fd/${descriptor}`).catch(() => "");
      if (!inodes.has(target)) continue;
      const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
      return describe(pid, command.split("\0").join(" "));
    }
  }
  return undefined;
}

/** The sockets in state 0A (listen) on `port`, written as `/proc/PID/fd` writes them. Columns: proc_pid_net(5). */
function listeningInodes(table: string, port: number): string[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  return table.split("\n").flatMap((line) => {
    const [, local, , state, , , , , , inode] = line.trim().split(/\s+/);
    return local?.endsWith(suffix) === true && state === "0A" ? [`socket:[${inode}]`] : [];
  });
}

async function fromLsof(port: number): Promise<string | undefined> {
  const run = promisify(execFile);
  try {
    const { stdout } = await run("lsof", ["-nP", `-iTCP:${port}`, "-sTCP:LISTEN", "-t"]);
    const pid = stdout.split("\n")[0];
    if (!pid) return undefined;
    const { stdout: command } = await run("ps", ["-o", "command=", "-p", pid]);
    return describe(pid, command);
  } catch {
    return undefined; // no lsof, or not allowed to look
  }
}

function describe(pid: string, command: string): string {
  const text = command.trim();
  return `pid ${pid} (${text.length > 120 ? `${text.slice(0, 119)}…` : text})`;
}
