import { readFile, rm } from "node:fs/promises";
import path from "node:path";

import * as z from "zod";

import { writePrivateFile } from "../services/private-file.ts";

const endpointsSchema = z.object({
  dynamodb: z.url(),
  dynamodbStreams: z.url(),
  sns: z.url(),
  sqs: z.url(),
  s3: z.url(),
  kinesis: z.url(),
  ses: z.url(),
  sms: z.url(),
});

const runningSchema = z.object({
  /** The process that holds the shop. */
  pid: z.int(),
  urls: z.object({
    storefront: z.url().exactOptional(),
    console: z.url().exactOptional(),
    api: z.url(),
    inbox: z.url(),
    sandbox: z.url(),
    issuer: z.url(),
  }),
  endpoints: endpointsSchema,
  env: z.record(z.string(), z.string()),
  secretsFile: z.string(),
  /** Where the shop answers questions about itself, and the bearer token that it wants for it. */
  control: z.object({ url: z.url(), token: z.string() }),
});

/** What a running shop leaves in its data folder for others to find it. */
export type RunningFile = z.infer<typeof runningSchema>;

const fileIn = (dataDir: string) => path.join(dataDir, "running.json");

export async function writeRunningFile(dataDir: string, running: RunningFile): Promise<void> {
  await writePrivateFile(fileIn(dataDir), JSON.stringify(running, undefined, 2));
}

export async function removeRunningFile(dataDir: string): Promise<void> {
  await rm(fileIn(dataDir), { force: true });
}

/** The shop that runs on this data folder. Undefined when there is none, or when its process is gone. */
export async function readRunningFile(dataDir: string): Promise<RunningFile | undefined> {
  const text = await readFile(fileIn(dataDir), "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  const running = runningSchema.parse(JSON.parse(text));
  return isAlive(running.pid) ? running : undefined;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
