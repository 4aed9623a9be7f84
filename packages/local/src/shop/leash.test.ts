import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

import { expect, onTestFinished, test, vi } from "vitest";

import { startLeash } from "./leash.ts";
import { signalGroup } from "./process-group.ts";

// Real processes on a machine that others use too: no speed is asserted, only an end.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

/** A process that has a child of its own and does not listen to SIGTERM; prints the child's pid. */
const stubbornFamily = `
  const { spawn } = require("node:child_process");
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
  process.on("SIGTERM", () => {});
  setInterval(() => {}, 1000);
  console.log(process.pid, child.pid);
`;

/** Holds such a family by a leash, and prints all pids. */
const holder = `
  import { spawn } from "node:child_process";
  import { startLeash } from ${JSON.stringify(new URL("leash.ts", import.meta.url).href)};
  const leash = await startLeash();
  const stdio = ["ignore", "pipe", "inherit"];
  const family = spawn(process.execPath, ["-e", ${JSON.stringify(stubbornFamily)}], { detached: true, stdio });
  leash.hold(family.pid);
  family.stdout.once("data", (pids) => console.log(leash.pid, String(pids)));
  setInterval(() => {}, 1000);
`;

async function firstPids(output: NodeJS.ReadableStream): Promise<number[]> {
  const [line] = (await once(createInterface({ input: output }), "line")) as [string];
  return line.trim().split(" ").map(Number);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test("leaves no process behind when the one that holds the leash is killed outright", async () => {
  const parent = spawn(process.execPath, ["--input-type=module", "-e", holder], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const pids = await firstPids(parent.stdout);
  expect(pids).toHaveLength(3);
  expect(pids.every(isAlive)).toBe(true);
  parent.kill("SIGKILL");
  await expect.poll(() => pids.filter(isAlive), { timeout: 15_000 }).toEqual([]);
});

test("leaves alone what was released", async () => {
  const leash = await startLeash();
  const stdio = ["ignore", "pipe", "inherit"] as const;
  const family = spawn(process.execPath, ["-e", stubbornFamily], { detached: true, stdio: [...stdio] });
  const pid = family.pid ?? 0;
  onTestFinished(() => void signalGroup(pid, "SIGKILL"));
  await firstPids(family.stdout);
  leash.hold(pid);
  leash.release(pid);
  await leash.close();
  expect(isAlive(pid)).toBe(true);
});
