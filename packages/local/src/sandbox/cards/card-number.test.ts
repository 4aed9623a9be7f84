import fc from "fast-check";
import { expect, test } from "vitest";
import { brandOf, formatCardNumber, isCardNumber, isExpired, passesLuhn } from "./card-number.ts";
import { testCards } from "./test-cards.ts";

test("every test card is a valid number of its brand", () => {
  for (const { number, brand } of testCards) {
    expect(isCardNumber(number)).toBe(true);
    expect(brandOf(number).id).toBe(brand);
  }
});

test("one wrong digit never passes for a card number", () => {
  const typo = fc.record({
    number: fc.constantFrom(...testCards.map((card) => card.number)),
    position: fc.nat({ max: 13 }),
    shift: fc.integer({ min: 1, max: 9 }),
  });
  fc.assert(
    fc.property(typo, ({ number, position, shift }) => {
      const digit = (Number(number[position]) + shift) % 10;
      expect(passesLuhn(number.slice(0, position) + digit + number.slice(position + 1))).toBe(false);
    }),
  );
});

test("numbers are grouped as they are printed", () => {
  expect(formatCardNumber("4242424242424242")).toBe("4242 4242 4242 4242");
  expect(formatCardNumber("378282246310005")).toBe("3782 822463 10005");
  expect(formatCardNumber("42424")).toBe("4242 4");
});

test("a card is good until its month is over", () => {
  const june = new Date("2026-06-30T23:59:59Z");
  expect(isExpired(6, 2026, june)).toBe(false);
  expect(isExpired(6, 26, june)).toBe(false);
  expect(isExpired(5, 2026, june)).toBe(true);
  expect(isExpired(12, 25, june)).toBe(true);
});
