import { spawnSync } from "node:child_process";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import type { SourceStatus } from "../lambda/index.ts";
import { attachShop } from "./attach.ts";
import { startControl } from "./control.ts";
import { directEndpoints } from "./endpoints.ts";
import { defaultPorts } from "./ports.ts";
import { type RunningFile, writeRunningFile } from "./running-file.ts";

const status: SourceStatus = {
  function: "live",
  source: "EventStream",
  kind: "stream",
  pending: 7,
  inFlight: 2,
  behind: true,
  idleAt: null,
  delivered: 100,
  lastSuccessAt: 1,
  consecutiveFailures: 0,
};

let dataDir: string;
let control: Awaited<ReturnType<typeof startControl>>;

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), "doorbuster-attach-"));
  control = await startControl(() => [status]);
});

afterEach(async () => {
  await control.stop();
  await rm(dataDir, { recursive: true });
});

function running(changes: Partial<RunningFile> = {}): RunningFile {
  const at = (port: number) => `http://localhost:${port}`;
  return {
    pid: process.pid,
    urls: { api: at(4000), inbox: at(4001), sandbox: at(4002), issuer: at(4003) },
    endpoints: directEndpoints(defaultPorts),
    env: { AWS_REGION: "us-east-1" },
    secretsFile: path.join(dataDir, "secrets.json"),
    control: { url: control.url, token: control.token },
    ...changes,
  };
}

test("finds the running shop and asks it where its sources stand", async () => {
  await writeRunningFile(dataDir, running());
  const shop = await attachShop(dataDir);
  expect(shop?.urls.api).toBe("http://localhost:4000");
  expect(await shop?.sources()).toEqual([status]);
});

test("leaves a file that only its owner can read, as it holds a token", async () => {
  await writeRunningFile(dataDir, running());
  expect((await stat(path.join(dataDir, "running.json"))).mode & 0o777).toBe(0o600);
});

test("finds no shop where none ever ran", async () => {
  expect(await attachShop(dataDir)).toBeUndefined();
});

test("is not fooled by the file of a shop that is gone", async () => {
  const { pid } = spawnSync(process.execPath, ["--version"]);
  await writeRunningFile(dataDir, running({ pid }));
  expect(await attachShop(dataDir)).toBeUndefined();
});

test("is not fooled by a process id that belongs to another program by now", async () => {
  await writeRunningFile(dataDir, running({ control: { url: control.url, token: "of yesterday" } }));
  expect(await attachShop(dataDir)).toBeUndefined();
});
