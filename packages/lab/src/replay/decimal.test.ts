import fc from "fast-check";
import { expect, test } from "vitest";
import { floorOfShare, parseDecimal, toInteger, toMinorUnits } from "./decimal.ts";

const decimal = (text: string) => {
  const parsed = parseDecimal(text);
  if (!parsed) throw new Error(`${text} is no decimal`);
  return parsed;
};

test.each(["", " ", "abc", "1e3", "1,5", "1.2.3", "--1", "NaN", "Infinity", "0x10", "."])(
  "%j is not a number",
  (text) => {
    expect(parseDecimal(text)).toBeUndefined();
  },
);

test.each([
  ["4.95", 495],
  ["1.005", 101],
  ["1.0049", 100],
  ["0.005", 1],
  ["0.0049", 0],
  [".5", 50],
  ["12", 1200],
  ["8142.75", 814275],
])("%s pounds are %i pence, halves rounded up", (text, pence) => {
  expect(toMinorUnits(decimal(text))).toBe(pence);
});

test.each([
  ["12", 12],
  ["-3", -3],
  ["6.0", 6],
  ["1.5", undefined],
  ["99999999999999999999", undefined],
])("%s is the integer %s", (text, integer) => {
  expect(toInteger(decimal(text))).toBe(integer);
});

test("a share is taken exactly, where a float would lose a unit", () => {
  expect(Math.floor(100 * 0.29)).toBe(28);
  expect(floorOfShare(100, decimal("0.29"))).toBe(29);
  expect(floorOfShare(7, decimal("0.5"))).toBe(3);
  expect(floorOfShare(7, decimal("1"))).toBe(7);
  expect(floorOfShare(7, decimal("0"))).toBe(0);
});

test("a share of hundredths is the whole part of quantity × hundredths / 100", () => {
  const quantities = fc.integer({ min: 0, max: 1_000_000 });
  fc.assert(
    fc.property(quantities, fc.integer({ min: 0, max: 300 }), (quantity, hundredths) => {
      const share = decimal(`${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, "0")}`);
      expect(floorOfShare(quantity, share)).toBe(
        (quantity * hundredths - ((quantity * hundredths) % 100)) / 100,
      );
    }),
  );
});
