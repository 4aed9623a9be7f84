import { renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { countCalls } from "./counter.ts";

/**
 * Loaded into every function's process before its bundle (`--import`): keeps its counts in a file of its own in
 * `BENCH_CALLS`, where the bench reads them. A function is ended by a kill, so it cannot be asked at its end.
 */
const everyMs = 500;

const calls = countCalls();
const file = path.join(process.env["BENCH_CALLS"] ?? "", `${process.env["AWS_LAMBDA_FUNCTION_NAME"]}.json`);
let written = "";
setInterval(() => {
  const text = JSON.stringify(calls);
  if (text === written) return;
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file); // whoever reads meanwhile finds a whole file
  written = text;
}, everyMs).unref();
