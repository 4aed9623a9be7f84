import { expect, test } from "vitest";
import { applied, StaleMutant } from "./loader.ts";

const mutant = { name: "example" };
const patch = { file: "a.ts", find: "x >= 1", replace: "$& true" };

test("a patch replaces its text with exactly what it says", () => {
  expect(applied(mutant, patch, "if (x >= 1) go();")).toBe("if ($& true) go();");
});

test.each([
  ["is gone", "if (x > 1) go();"],
  ["stands there twice", "x >= 1 && x >= 1"],
])("a patch whose text %s fails loudly", (_, source) => {
  expect(() => applied(mutant, patch, source)).toThrow(StaleMutant);
});
