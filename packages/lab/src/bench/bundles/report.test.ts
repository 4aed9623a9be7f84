import { readFile } from "node:fs/promises";
import { functions } from "@doorbuster/adapters/definitions/functions";
import { expect, test } from "vitest";
import { bundlesText, overBudget, pageFile } from "./report.ts";

const measured = (bundles: Parameters<typeof bundlesText>[0]["bundles"]) => ({
  bundles,
  rounds: 1,
  processor: "probe",
  node: "v26.10.0",
  measuredAt: "2026-11-27T09:00:00.000Z",
});

test("a bundle over its budget is named with the figure and its limit", () => {
  expect(overBudget({ name: "shop", bytes: 800_000, importMs: 200 })).toEqual([]);
  expect(overBudget({ name: "shop", bytes: 800_600, importMs: 201 })).toEqual([
    "shop has 801 kB of 800",
    "shop takes 201 ms of 200 to import",
  ]);
  expect(overBudget({ name: "lake", bytes: 700_000, importMs: 900 })).toEqual(["lake has 700 kB of 600"]);
});

test("the table says of each what it has and what it may have", () => {
  const text = bundlesText(
    measured([
      { name: "shop", bytes: 678_975, importMs: 131 },
      { name: "lake", bytes: 471_179, importMs: 99 },
    ]),
  );
  expect(text.split("\n")).toEqual([
    "| function |  kB | at most | import ms | at most |",
    "| -------- | --: | ------: | --------: | ------: |",
    "| shop     | 679 |     800 |       131 |     200 |",
    "| lake     | 471 |     600 |        99 |         |",
    "",
    "Every bundle is within its budget.",
  ]);
});

test("no function is missing on the page of figures (else: npm run bench -- bundles --write)", async () => {
  const page = await readFile(pageFile, "utf8");
  const named = [...page.matchAll(/^\| (\w+) +\| +\d+ \|/gm)].map(([, name]) => name);
  expect(named).toEqual(Object.keys(functions));
});
