import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";

/** CPU milliseconds used by each process since it began, by name. Empty where there is no `/proc`. */
export async function processTimes(pids: ReadonlyMap<string, number>): Promise<Map<string, number>> {
  if (!existsSync("/proc/self/stat")) return new Map();
  const entries = [...pids].map(async ([name, pid]) => [name, await cpuMs(pid)] as const);
  return new Map(await Promise.all(entries));
}

/** Clock ticks a second in `/proc/PID/stat`: always 100 for programs on Linux (proc(5), `USER_HZ`). */
const ticksPerSecond = 100;

async function cpuMs(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8");
  // The name in parentheses may hold anything; `utime` and `stime` are the 12th and 13th fields behind it (proc(5)).
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return ((Number(fields[11]) + Number(fields[12])) * 1_000) / ticksPerSecond;
}
