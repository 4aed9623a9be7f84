import { existsSync, mkdirSync, readdirSync } from "node:fs";
import path from "node:path";

import { rootDir } from "../build/root.ts";
import { ramFolder } from "./ram-folder.ts";
import { indexStreamRecords } from "./stream-index.ts";

/** Where the binary of this platform may be: from the lock file, or fetched by `bootstrap.mjs` where npm's lock lacks it. */
const folders = ["node_modules/@dynoxide", "node_modules/.dynoxide/node_modules/@dynoxide"];

/**
 * DynamoDB with streams: dynoxide, a Rust binary on SQLite. It answers a write after SQLite has committed it, so on disk
 * it survives a kill. `memory` puts the same file into memory where the system offers that (`ramFolder`): its own
 * in-memory mode cannot be given the indexes that it needs.
 */
export function dynamodbCommand(options: { port: number; dataDir: string; memory: boolean }): {
  command: string;
  args: string[];
  onListening: () => void;
} {
  const folder = (options.memory ? ramFolder() : undefined) ?? path.join(options.dataDir, "dynamodb");
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, "tables.db");
  return {
    command: dynoxideBinary(),
    args: ["--host", "127.0.0.1", "--port", String(options.port), "--db-path", file],
    onListening: () => indexStreamRecords(file),
  };
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
