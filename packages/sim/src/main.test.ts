import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const main = fileURLToPath(new URL("main.ts", import.meta.url));

/** Mutants are put in by hooks of Node's own loader, which a test runner's does without: hence a process each. */
function sim(...args: string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [main, ...args], (_, stdout, stderr) => {
      resolve({ status: child.exitCode ?? -1, stdout, stderr });
    });
  });
}

test.concurrent("in 150 days on which everything goes wrong, every invariant holds", async () => {
  const { status, stdout } = await sim("--seeds", "150");
  expect(stdout).toContain("Every invariant held.");
  expect(status).toBe(0);
}, 300_000);

test.concurrent("every mutant is caught", async () => {
  const { status, stdout, stderr } = await sim("--mutants");
  expect(stdout + stderr).not.toMatch(/SURVIVED|ELSE|STALE/);
  expect(stderr).toBe("");
  expect(status).toBe(0);
}, 600_000);

test.concurrent("a failing seed names the step and what broke, and does so again", async () => {
  const mutant = ["--mutant", "stock-condition-skipped"];
  const hunted = (await sim(...mutant)).stdout;
  const seed = /\((\d+)\), by "never oversell"/.exec(hunted)?.[1] ?? "";
  const { status, stdout } = await sim(...mutant, "--seed", seed);
  const summary = /^seed \d+, step \d+, trace [0-9a-f]{8}: never oversell$/m.exec(stdout)?.[0];
  expect(summary).toBeDefined();
  expect(status).toBe(1);
  expect((await sim(...mutant, "--seed", seed, "--trace")).stdout).toContain(summary);
}, 300_000);

test.concurrent("a wrong command is explained", async () => {
  const { status, stderr } = await sim("--seeds", "many");
  expect(stderr).toMatch(/--seeds takes a whole number.*, not "many"/);
  expect(status).toBe(2);
  expect((await sim("--mutant", "nobody")).stderr).toContain("There is no mutant nobody");
}, 120_000);
