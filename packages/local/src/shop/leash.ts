import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/**
 * Ends our children when we are gone, however we went. A process that is killed outright cannot stop its children, and
 * neither a Rust binary nor `next start` notices that its parent died. So a small watcher holds the other end of a pipe;
 * the kernel closes that pipe with us, whatever killed us, and the watcher then ends every process group it was told of.
 */
export interface Leash {
  readonly pid: number;
  /** `pid` leads a process group (spawned `detached`). */
  hold(pid: number): void;
  release(pid: number): void;
  /** Ends the watcher and whatever it still holds. */
  close(): Promise<void>;
}

export async function startLeash(): Promise<Leash> {
  const main = fileURLToPath(new URL("leash-main.ts", import.meta.url));
  // Detached: a Ctrl-C in the terminal reaches the whole foreground group, and the watcher must outlive it.
  const watcher = spawn(process.execPath, [main], { detached: true, stdio: ["pipe", "ignore", "inherit"] });
  const exited = new Promise<void>((resolve) => watcher.once("exit", () => resolve()));
  await new Promise<void>((resolve, reject) => {
    watcher.once("spawn", resolve);
    watcher.once("error", reject);
  });
  const { stdin, pid } = watcher;
  if (pid === undefined) throw new Error("the watcher has no process id");
  stdin.on("error", () => undefined); // a watcher that died first; there is nothing to tell it
  watcher.unref();
  return {
    pid,
    hold: (child) => stdin.write(`+${child}\n`),
    release: (child) => stdin.write(`-${child}\n`),
    async close() {
      stdin.end();
      watcher.ref();
      await exited;
    },
  };
}
