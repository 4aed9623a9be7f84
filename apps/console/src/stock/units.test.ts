import { expect, test } from "vitest";
import { difference, unitsSchema } from "./units.ts";

test("an empty field is asked for again, and not taken for an empty shelf", () => {
  expect(unitsSchema(0).safeParse("").success).toBe(false);
  expect(unitsSchema(0).safeParse("  ").success).toBe(false);
  expect(unitsSchema(0).parse("0")).toBe(0);
});

test.each(["-1", "1.5", "1,000", "many", "1000001"])("%s is no number of units", (typed) => {
  expect(unitsSchema(0).safeParse(typed).success).toBe(false);
});

test("a restock adds at least one", () => {
  expect(unitsSchema(1).safeParse("0").success).toBe(false);
  expect(unitsSchema(1).parse(" 12 ")).toBe(12);
});

test("a difference shows its sign", () => {
  expect([25, -1_250, 0].map(difference)).toEqual(["+25", "−1,250", "0"]);
});
