import { expect, test } from "vitest";
import { add, addAll, tally, total } from "./tally.ts";

test("a key that every object has a property for is counted like any other", () => {
  const sums = tally(JSON.parse('{"constructor": 1, "A-1": 2}') as Record<string, number>);
  for (const key of ["constructor", "__proto__", "toString", "A-1"]) add(sums, key, 3);
  expect(Object.entries(sums)).toEqual([
    ["constructor", 4],
    ["A-1", 5],
    ["__proto__", 3],
    ["toString", 3],
  ]);
});

test("adding to a copy leaves the original as it was", () => {
  const original = tally({ a: 1 });
  const copy = tally(original);
  addAll(copy, { a: 1, b: 2 });
  expect(total(copy)).toBe(4);
  expect(total(original)).toBe(1);
});
