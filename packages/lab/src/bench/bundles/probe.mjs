/*
 * Imports the bundle named by its argument, and says what that took: `{ "processorMs": … }`. The process holds nothing else
 * that runs; this file is no TypeScript, as Node's stripping of types works on in the background and would be counted.
 *
 *   node probe.mjs <bundle>
 */
import { pathToFileURL } from "node:url";

// What Lambda's runtime gives functions that stream their answer.
Object.assign(globalThis, { awslambda: { streamifyResponse: (handler) => handler } });

const [bundle = ""] = process.argv.slice(2);
const before = process.cpuUsage();
await import(pathToFileURL(bundle).href);
const { user, system } = process.cpuUsage(before);
process.stdout.write(JSON.stringify({ processorMs: (user + system) / 1_000 }), () => process.exit(0));
