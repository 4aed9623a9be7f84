import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";

/** Linux keeps files here in memory. */
const ram = "/dev/shm";
const prefix = "doorbuster-";

/**
 * A new folder in memory that lives as long as this process, or undefined where the system has no such place. What a
 * killed process left behind is removed by the next one that asks.
 */
export function ramFolder(): string | undefined {
  if (!existsSync(ram)) return undefined;
  for (const name of readdirSync(ram).filter(isOrphan)) {
    rmSync(path.join(ram, name), { recursive: true, force: true });
  }
  const folder = mkdtempSync(path.join(ram, `${prefix}${process.pid}-`));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function isOrphan(name: string): boolean {
  const pid = new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1];
  if (pid === undefined) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ESRCH";
  }
}
