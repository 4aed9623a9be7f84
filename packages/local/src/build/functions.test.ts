import { stat } from "node:fs/promises";

import { expect, test } from "vitest";

import { functionDefinitions } from "./definitions.ts";
import { buildFunctions, bundlePath } from "./functions.ts";

test("bundles every function, and not a second time when nothing changed", async () => {
  const { bytes } = await buildFunctions();
  expect(Object.keys(bytes).sort()).toEqual(Object.keys(functionDefinitions).sort());
  const before = await stat(bundlePath("shop"));
  expect(await buildFunctions()).toEqual({ bytes, rebuilt: false });
  expect((await stat(bundlePath("shop"))).mtimeMs).toBe(before.mtimeMs);
}, 60_000);

/** Minified bytes. A cold start loads and compiles all of it. */
const budgets: Readonly<Record<string, number>> = { shop: 800_000 };
const budgetOfOthers = 600_000;

test.each(Object.keys(functionDefinitions))(
  "keeps the bundle of %s within its budget",
  async (name) => {
    const { bytes } = await buildFunctions();
    expect(bytes[name]).toBeLessThanOrEqual(budgets[name] ?? budgetOfOthers);
  },
  60_000,
);
