import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const main = fileURLToPath(new URL("main.ts", import.meta.url));

/** Mutants are put in by hooks of Node's own loader, which a test runner's does without: hence a process each. */
function sim(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], { encoding: "utf8" });
  return { status, stdout, stderr };
}

test("in 200 days on which everything goes wrong, every invariant holds", { timeout: 300_000 }, () => {
  const { status, stdout } = sim("--seeds", "200");
  expect(stdout).toContain("Every invariant held.");
  expect(status).toBe(0);
});

test("every mutant is caught", { timeout: 600_000 }, () => {
  const { status, stdout, stderr } = sim("--mutants");
  expect(stdout + stderr).not.toContain("SURVIVED");
  expect(stderr).toBe("");
  expect(status).toBe(0);
});

test("a failing seed names the step and what broke, and does so again", { timeout: 120_000 }, () => {
  const hunted = sim("--mutant", "stock-condition-skipped").stdout;
  const seed = /\((\d+)\), by "never oversell"/.exec(hunted)?.[1] ?? "";
  const args = ["--mutant", "stock-condition-skipped", "--seed", seed];
  const { status, stdout } = sim(...args);
  const summary = /^seed \d+, step \d+, trace [0-9a-f]{8}: never oversell$/m.exec(stdout)?.[0];
  expect(summary).toBeDefined();
  expect(status).toBe(1);
  expect(sim(...args, "--trace").stdout).toContain(summary);
});

test("a wrong command is explained", { timeout: 60_000 }, () => {
  const { status, stderr } = sim("--seeds", "many");
  expect(stderr).toMatch(/--seeds takes a whole number.*, not "many"/);
  expect(status).toBe(2);
  expect(sim("--mutant", "nobody").stderr).toContain("There is no mutant nobody");
});
