import { expect, test } from "vitest";
import { stockWords } from "./stock-level.ts";

test("says exactly how many are left, to the last one and beyond", () => {
  expect([1_204, 11, 10, 1, 0, -1].map(stockWords)).toEqual([
    "1,204 left",
    "11 left",
    "Only 10 left",
    "Only 1 left",
    "Sold out",
    "Sold out",
  ]);
});
