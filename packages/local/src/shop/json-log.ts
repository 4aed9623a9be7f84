import { createWriteStream } from "node:fs";

import type { Log } from "../lambda/index.ts";
import { openLogFile } from "../services/log-file.ts";

/** One JSON object a line, with the time, in `<data>/logs/NAME.log`. */
export function openJsonLog(dataDir: string, name: string): { write: Log; close: () => Promise<void> } {
  const stream = createWriteStream(openLogFile(dataDir, name));
  return {
    write: (entry) => stream.write(`${JSON.stringify({ time: new Date().toISOString(), ...entry })}\n`),
    close: () => new Promise((resolve) => stream.end(resolve)),
  };
}
