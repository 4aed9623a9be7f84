import * as fc from "fast-check";
import { expect, test } from "vitest";
import { addNumbers, canonicalNumber, compareNumbers, subtractNumbers } from "./decimal.ts";

/** Up to ten digits of which `places` are behind the point, as text, and as a whole number of the smallest unit. */
const decimal = fc
  .tuple(fc.integer({ min: -(10 ** 10), max: 10 ** 10 }), fc.integer({ min: 0, max: 12 }))
  .map(([digits, places]) => ({
    text: `${digits}e-${places}`,
    units: BigInt(digits) * 10n ** BigInt(20 - places),
  }));

test("sums, differences and order are those of whole numbers of the smallest unit", () => {
  fc.assert(
    fc.property(decimal, decimal, (a, b) => {
      const units = (text: string) => {
        const [whole = "", fraction = ""] = text.split(".");
        return BigInt(whole + fraction.padEnd(20, "0"));
      };
      expect(units(addNumbers(a.text, b.text))).toBe(a.units + b.units);
      expect(units(subtractNumbers(a.text, b.text))).toBe(a.units - b.units);
      expect(Math.sign(compareNumbers(a.text, b.text))).toBe(
        a.units < b.units ? -1 : a.units > b.units ? 1 : 0,
      );
    }),
  );
});

test.each([
  ["007", "7"],
  ["-0", "0"],
  ["1.50", "1.5"],
  ["-0.0250", "-0.025"],
  ["1e3", "1000"],
  [".5", "0.5"],
  ["12345678901234567890", "12345678901234567890"],
])("a number has one spelling: %s is %s", (given, spelling) => {
  expect(canonicalNumber(given)).toBe(spelling);
});

test.each(["", "one", "1e", "1e126", "1e-131", "1".repeat(39)])("%s is no number of DynamoDB's", (given) => {
  expect(() => canonicalNumber(given)).toThrow(expect.objectContaining({ name: "ValidationException" }));
});

test("a sum that DynamoDB would have to round is refused", () => {
  expect(() => addNumbers("1e38", "1")).toThrow(/38 digits/);
});
