import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** How often it is asked whether those who started us are still there. */
const pollMs = 500;

/**
 * Calls `onEnd` once, when somebody asks us to end: Ctrl-C, SIGTERM, a closed terminal, or npm or a parent that died
 * without a word. A second signal ends the process at once; the watcher does the rest.
 */
export function watchForEnd(onEnd: (why: string) => void): void {
  let asked = false;
  const ask = (why: string) => {
    if (asked) return false;
    asked = true;
    onEnd(why);
    return true;
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (!ask(signal)) process.exit(1);
    });
  }
  const forebears = readForebears();
  const timer = setInterval(() => {
    if (readForebears() === forebears) return;
    clearInterval(timer);
    ask("the process that started us is gone");
  }, pollMs);
  timer.unref();
}

/**
 * Our parent, and its own parent if we are an npm script: npm puts a shell between itself and us that outlives it. An
 * orphan gets another parent, so the answer changes.
 */
function readForebears(): string {
  const parent = process.ppid;
  return process.env["npm_lifecycle_event"] === undefined ? `${parent}` : `${parent} ${parentOf(parent)}`;
}

function parentOf(pid: number): string {
  try {
    // proc_pid_stat(5): the name in parentheses may hold anything; state and parent follow it.
    if (process.platform === "linux") {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      return stat.slice(stat.lastIndexOf(")")).split(" ")[2] ?? "";
    }
    return execFileSync("ps", ["-o", "ppid=", "-p", String(pid)], { encoding: "utf8" }).trim();
  } catch {
    return ""; // the parent itself is gone
  }
}
