import * as fc from "fast-check";
import { expect, test } from "vitest";
import { amountSchema, minorUnits, typed } from "./amount.ts";

const gbp = (amount: number) => ({ amount, currency: "GBP" });

test("what is shown is what is read, to the penny", () => {
  fc.assert(
    fc.property(fc.nat({ max: 1_000_000_000 }), (amount) => {
      expect(minorUnits(typed(gbp(amount)))).toBe(amount);
    }),
  );
});

test.each([
  ["12", 1_200],
  ["12.5", 1_250],
  ["0,29", 29],
  [" 1.10 ", 110],
])("%s is %i pence", (text, amount) => {
  expect(amountSchema(gbp(10_000)).parse(text)).toEqual(gbp(amount));
});

test.each([
  ["", "An amount such as 12.50"],
  ["twelve", "An amount such as 12.50"],
  ["1.234", "An amount such as 12.50"],
  ["-1", "An amount such as 12.50"],
  ["0", "More than nothing"],
  ["5.01", "At most 5.00"],
])("%s is refused: %s", (text, message) => {
  expect(amountSchema(gbp(500)).safeParse(text).error?.issues[0]?.message).toBe(message);
});
