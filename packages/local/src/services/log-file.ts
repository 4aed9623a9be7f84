import { closeSync, existsSync, fstatSync, mkdirSync, openSync, readSync, renameSync } from "node:fs";
import path from "node:path";

/** The log of this run, `<data>/logs/NAME.log`; that of the run before is kept as `NAME.previous.log`. */
export function openLogFile(dataDir: string, name: string): string {
  const folder = path.join(dataDir, "logs");
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${name}.log`);
  if (existsSync(file)) renameSync(file, path.join(folder, `${name}.previous.log`));
  closeSync(openSync(file, "a"));
  return file;
}

/** The end of a log, at most `count` lines of its last 16 kB. */
export function lastLines(file: string, count = 20): string {
  const descriptor = openSync(file, "r");
  try {
    const { size } = fstatSync(descriptor);
    const length = Math.min(size, 16_384);
    const buffer = Buffer.alloc(length);
    readSync(descriptor, buffer, 0, length, size - length);
    return buffer.toString("utf8").trimEnd().split("\n").slice(-count).join("\n");
  } finally {
    closeSync(descriptor);
  }
}
