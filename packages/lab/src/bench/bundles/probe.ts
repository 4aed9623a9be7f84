/*
 * Imports the bundle named by its argument, and says what that took. The process holds nothing else that runs.
 *
 *   node probe.ts <bundle>
 */
import { pathToFileURL } from "node:url";

export interface Import {
  readonly processorMs: number;
}

// What Lambda's runtime gives functions that stream their answer.
Object.assign(globalThis, { awslambda: { streamifyResponse: (handler: unknown) => handler } });

const [bundle = ""] = process.argv.slice(2);
const before = process.cpuUsage();
await import(pathToFileURL(bundle).href);
const { user, system } = process.cpuUsage(before);
const took: Import = { processorMs: (user + system) / 1_000 };
process.stdout.write(JSON.stringify(took), () => process.exit(0));
