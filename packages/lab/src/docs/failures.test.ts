import { glob, readFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { rootDir } from "@doorbuster/local/build/root";

const page = await readFile(path.join(rootDir, "docs/failures.md"), "utf8");
const cited = [...page.matchAll(/`([^`]+\.(?:test|spec)\.ts)` "([^"]+)"/g)].map(
  ([, file = "", title = ""]) => [file, title] as const,
);
const mutants = [...page.matchAll(/mutant `([^`]+)`/g)].map(([, name = ""]) => name);

test("every line names a test", () => {
  const lines = page
    .split("\n")
    .filter((line) => line.startsWith("| ") && !/^\| (-+|what happens)/.test(line));
  expect(lines.length).toBeGreaterThan(20);
  for (const line of lines) expect(line).toMatch(/`[^`]+\.(test|spec)\.ts` "/);
});

test.each(cited)("%s has the test %s", async (file, title) => {
  expect(await readFile(path.join(rootDir, file), "utf8")).toContain(`"${title}`);
});

test.each(mutants)("there is a mutant %s", async (name) => {
  const folder = path.join(rootDir, "packages/sim/src/mutants");
  const sources = await Array.fromAsync(glob("*.ts", { cwd: folder }), (file) =>
    readFile(path.join(folder, file), "utf8"),
  );
  expect(sources.join("\n")).toContain(`name: "${name}"`);
});
