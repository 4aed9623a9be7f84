import { glob } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { rootDir } from "@doorbuster/local/build/root";
import { suites } from "./suites.ts";

const exclude = (name: string) => /(^|\/)(node_modules|\.next|dist)$/.test(name);

/** The workspaces that hold a file of that kind. */
async function workspacesWith(pattern: string): Promise<Set<string>> {
  const files = await Array.fromAsync(glob(`{apps,packages}/*/**/${pattern}`, { cwd: rootDir, exclude }));
  return new Set(files.map((file) => file.split(path.sep).slice(0, 2).join("/")));
}

test("no workspace's tests are left out", async () => {
  const run = new Set(suites.filter(({ report }) => report === "vitest").map(({ cwd }) => cwd));
  expect(run).toEqual(await workspacesWith("*.test.{ts,tsx}"));
});

test("no workspace's stories in a browser are left out", async () => {
  const run = new Set(suites.filter(({ report }) => report === "playwright").map(({ cwd }) => cwd));
  expect(run).toEqual(await workspacesWith("playwright.config.ts"));
});

test("every suite has a name of its own", () => {
  expect(new Set(suites.map(({ name }) => name)).size).toBe(suites.length);
});
