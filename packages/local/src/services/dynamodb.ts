import { existsSync, mkdirSync, readdirSync } from "node:fs";
import path from "node:path";

import { rootDir } from "../build/root.ts";

/** Where the binary of this platform may be: from the lock file, or fetched by `bootstrap.mjs` where npm's lock lacks it. */
const folders = ["node_modules/@dynoxide", "node_modules/.dynoxide/node_modules/@dynoxide"];

/**
 * DynamoDB with streams: dynoxide, a Rust binary on SQLite. On disk it answers a write after SQLite has committed it,
 * so it survives a kill; in memory it is several times faster.
 */
export function dynamodbCommand(options: { port: number; dataDir: string; memory: boolean }): {
  command: string;
  args: string[];
} {
  const args = ["--host", "127.0.0.1", "--port", String(options.port)];
  if (!options.memory) {
    const folder = path.join(options.dataDir, "dynamodb");
    mkdirSync(folder, { recursive: true });
    args.push("--db-path", path.join(folder, "tables.db"));
  }
  return { command: dynoxideBinary(), args };
}

function dynoxideBinary(): string {
  for (const folder of folders.map((relative) => path.join(rootDir, relative))) {
    if (!existsSync(folder)) continue;
    for (const platform of readdirSync(folder)) {
      const binary = path.join(folder, platform, "dynoxide");
      if (existsSync(binary)) return binary;
    }
  }
  throw new Error("dynoxide is not installed; run: node packages/local/bootstrap.mjs");
}
