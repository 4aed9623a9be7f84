import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { dynamodbCommand } from "../../services/dynamodb.ts";
import { freePort } from "../../shop/ports.ts";
import { eventually } from "./eventually.ts";

/** Any key pair will do, but the SDK wants one. */
export const access = { region: "us-east-1", credentials: { accessKeyId: "test", secretAccessKey: "test" } };

/** An embedded service of a test's own, on a port of its own. */
export interface Embedded {
  readonly endpoint: string;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
  /** Starts it again after `kill`, on the same port with the same data. */
  start(): Promise<void>;
}

export async function dynoxide(): Promise<Embedded> {
  const port = await freePort();
  const dataDir = mkdtempSync(join(tmpdir(), "doorbuster-"));
  const { command, args } = dynamodbCommand({ port, dataDir, memory: false });
  return embedded(port, command, args);
}

export async function kinesalite(): Promise<Embedded> {
  const port = await freePort();
  const main = fileURLToPath(new URL("../../services/kinesis-main.ts", import.meta.url));
  const dataDir = mkdtempSync(join(tmpdir(), "doorbuster-"));
  return embedded(port, process.execPath, [main, "--port", String(port), "--data-dir", dataDir]);
}

async function embedded(port: number, command: string, args: readonly string[]): Promise<Embedded> {
  const endpoint = `http://127.0.0.1:${port}`;
  let kill = () => Promise.resolve();
  async function start(): Promise<void> {
    const child = spawn(command, args, { stdio: "ignore" });
    const ended = once(child, "exit");
    kill = async () => {
      child.kill("SIGKILL");
      await ended;
    };
    await eventually(() => fetch(endpoint).then(Boolean, () => false));
  }
  await start();
  return { endpoint, start, kill: () => kill() };
}
