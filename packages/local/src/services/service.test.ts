import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { type Leash, startLeash } from "../shop/leash.ts";
import { freePort } from "../shop/ports.ts";
import type { Crash } from "../shop/types.ts";
import { openLogFile } from "./log-file.ts";
import { Service } from "./service.ts";

// Real processes on a machine that others use too: no speed is asserted, only an end.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let dataDir: string;
let leash: Leash;
const crashes: Crash[] = [];

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), "doorbuster-service-"));
  leash = await startLeash();
  crashes.length = 0;
});

afterEach(async () => {
  await leash.close();
  await rm(dataDir, { recursive: true });
});

async function service(code: string): Promise<Service> {
  const port = await freePort();
  return new Service({
    name: "inbox",
    port,
    command: process.execPath,
    args: ["-e", `const port = ${port};\n${code}`],
    logFile: openLogFile(dataDir, "inbox"),
    leash,
    onCrash: (crash) => crashes.push(crash),
  });
}

const listens = `require("node:http").createServer((_, response) => response.end()).listen(port, "127.0.0.1");`;

test("is ready when start resolves, and gone when stop does", async () => {
  const running = await service(listens);
  await running.start();
  const url = `http://127.0.0.1:${running.port}/`;
  expect((await fetch(url)).status).toBe(200);
  await running.stop();
  await expect(fetch(url)).rejects.toThrow();
  expect(running.pid()).toBeUndefined();
  expect(crashes).toEqual([]);
});

test("names a process that ends by itself, with the last lines of its log", async () => {
  const dying = await service(`${listens} console.log("first"); process.once("SIGUSR2", () => {
    console.error("the disk is full");
    process.exit(3);
  });`);
  await dying.start();
  process.kill(dying.pid() ?? 0, "SIGUSR2");
  await expect
    .poll(() => crashes)
    .toEqual([{ name: "inbox", reason: "exit code 3", lastLines: "first\nthe disk is full" }]);
});

test("says why a process did not start, from its log", async () => {
  const broken = await service(`console.error("no such folder"); process.exit(1);`);
  await expect(broken.start()).rejects.toThrow("inbox did not start:\nno such folder");
  expect(crashes).toEqual([]);
});

test("inherits nothing of the shell's AWS account", async () => {
  process.env["AWS_PROFILE"] = "production";
  const curious = await service(`console.log(process.env.AWS_PROFILE ?? "no profile"); process.exit(1);`);
  await expect(curious.start()).rejects.toThrow("no profile");
  delete process.env["AWS_PROFILE"];
});

test("keeps the log of the run before", async () => {
  const file = openLogFile(dataDir, "issuer");
  await writeFile(file, "yesterday");
  openLogFile(dataDir, "issuer");
  expect(await readFile(path.join(dataDir, "logs/issuer.previous.log"), "utf8")).toBe("yesterday");
  expect(await readFile(file, "utf8")).toBe("");
});
