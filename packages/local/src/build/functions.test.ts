import { stat } from "node:fs/promises";

import { bundleBudgetOf } from "@doorbuster/adapters/definitions/bundling";
import { expect, test, vi } from "vitest";

import { functionDefinitions } from "./definitions.ts";
import { buildFunctions, bundlePath } from "./functions.ts";

// Real processes on a machine that others use too: no speed is asserted, only an end.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

test("bundles every function, and not a second time when nothing changed", async () => {
  const { bytes } = await buildFunctions();
  expect(Object.keys(bytes).sort()).toEqual(Object.keys(functionDefinitions).sort());
  const before = await stat(bundlePath("shop"));
  expect(await buildFunctions()).toEqual({ bytes, rebuilt: false });
  expect((await stat(bundlePath("shop"))).mtimeMs).toBe(before.mtimeMs);
});

test("every bundle is within its budget", async () => {
  const { bytes } = await buildFunctions();
  const over = Object.entries(bytes).filter(([name, size]) => size > bundleBudgetOf(name).bytes);
  expect(over).toEqual([]);
});
