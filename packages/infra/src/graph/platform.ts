import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's root. */
export const rootDir = fileURLToPath(new URL("../../../../", import.meta.url));

/** SST's own sources and what they import, as `sst install` lays them out. Git ignores the folder. */
export const platformDir = path.join(rootDir, ".sst", "platform");

/**
 * Makes SST write its platform if this clone has none of the installed version yet. It asks the npm registry alone: no
 * account, no other host. About 20 s, once.
 */
export function ensurePlatform(): void {
  const wanted = readVersion(path.join(rootDir, "node_modules/sst/package.json"));
  if (installedVersion() === wanted) return;
  const { status, stdout, stderr } = spawnSync(path.join(rootDir, "node_modules/.bin/sst"), ["install"], {
    cwd: rootDir,
    encoding: "utf8",
    env: {
      ...process.env,
      SST_STAGE: "test",
      SST_TELEMETRY_DISABLED: "1",
      SST_SKIP_DEPENDENCY_CHECK: "1", // it would fetch Pulumi and Bun, which evaluating the program does not need
      NO_BUN: "1",
    },
  });
  if (status !== 0) throw new Error(`sst install failed:\n${stdout}${stderr}`);
  if (installedVersion() !== wanted) throw new Error(`sst install left no platform of ${wanted}`);
}

/** The version of a platform that is whole: SST writes the file before it installs what the platform imports. */
function installedVersion(): string | undefined {
  const file = path.join(platformDir, "version");
  const isWhole = existsSync(path.join(platformDir, "node_modules/@pulumi/aws/package.json"));
  return isWhole && existsSync(file) ? readFileSync(file, "utf8").trim() : undefined;
}

function readVersion(packageFile: string): string {
  const { version } = JSON.parse(readFileSync(packageFile, "utf8")) as { version: string };
  return version;
}
