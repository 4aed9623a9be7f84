import fc from "fast-check";
import { expect, test } from "vitest";
import { expiryDigits, fieldStates, formatField, numberDigits, onlyDigits } from "./card-input.ts";

const now = new Date("2026-06-15T12:00:00Z");
const states = (number: string, expiry: string, cvc: string) => fieldStates({ number, expiry, cvc }, now);

test.each([
  ["1234", "1234"],
  ["12 / 34", "1234"],
  ["4", "04"],
  ["1", "1"],
  ["4/30", "0430"],
  ["12/2030", "1230"],
  ["122030", "1230"],
  ["12 / 3", "123"],
  ["abc", ""],
])("reads the expiry date %s as people and browsers write it", (typed, digits) => {
  expect(expiryDigits(typed)).toBe(digits);
});

test("putting separators in and reading them back changes no digit", () => {
  const digits = fc.stringMatching(/^\d{0,19}$/);
  fc.assert(
    fc.property(digits, (typed) => {
      const number = numberDigits(typed);
      expect(numberDigits(formatField("number", number))).toBe(number);
      expect(onlyDigits(formatField("number", number))).toBe(number);
    }),
  );
  const months = fc.stringMatching(/^(0[1-9]|1[0-2])\d{0,2}$/);
  fc.assert(
    fc.property(months, (typed) => {
      expect(expiryDigits(formatField("expiry", typed))).toBe(typed);
    }),
  );
});

test("each field knows when it is complete, and otherwise says what is wrong", () => {
  const good = states("4242424242424242", "1234", "123");
  expect(Object.values(good).every((field) => field.complete && field.problem === null)).toBe(true);
  expect(states("", "", "")).toMatchObject({
    number: { complete: false, problem: "Enter your card number." },
    expiry: { complete: false, problem: "Enter the expiry date." },
    cvc: { complete: false, problem: "Enter the security code." },
  });
  expect(states("4242424242424241", "0526", "12")).toMatchObject({
    number: { problem: "This card number is not valid." },
    expiry: { problem: "This card has expired." },
    cvc: { problem: "This code should have 3 digits." },
  });
  expect(states("378282246310005", "1334", "123")).toMatchObject({
    number: { complete: true },
    expiry: { problem: "This month does not exist." },
    cvc: { problem: "This code should have 4 digits." },
  });
});
