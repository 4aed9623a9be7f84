import fc from "fast-check";
import { expect, test } from "vitest";
import { acceptPrice, addLine, countUnits, parseBasket, setQuantity, withoutOrdered } from "./basket.ts";
import type { Basket, BasketLine } from "./basket.ts";

function line(sku: string, quantity: number, amount = 1_000): BasketLine {
  return { sku, quantity, name: sku, picture: `/${sku}.svg`, priceSeen: { amount, currency: "GBP" } };
}

const anyLine = fc
  .record({ sku: fc.constantFrom("A", "B", "C"), quantity: fc.integer({ min: 1, max: 50 }) })
  .map(({ sku, quantity }) => line(sku, quantity));
const anyBasket = fc
  .array(anyLine)
  .map((lines) => lines.reduce<Basket>((basket, next) => addLine(basket, next), []));

test("one SKU is one line, and no unit is lost in the folding", () => {
  fc.assert(
    fc.property(fc.array(anyLine), (lines) => {
      const basket = lines.reduce<Basket>((present, next) => addLine(present, next), []);
      expect(new Set(basket.map(({ sku }) => sku)).size).toBe(basket.length);
      expect(countUnits(basket)).toBe(lines.reduce((units, { quantity }) => units + quantity, 0));
    }),
  );
});

test("a line never passes the product's limit, and takes the price last seen", () => {
  const basket = addLine([line("A", 3, 900)], line("A", 3, 1_100), 4);
  expect(basket).toEqual([line("A", 4, 1_100)]);
});

test("a quantity below one removes the line", () => {
  expect(setQuantity([line("A", 3), line("B", 1)], "A", 0)).toEqual([line("B", 1)]);
});

test("survives a reload unchanged", () => {
  fc.assert(
    fc.property(anyBasket, (basket) => {
      expect(parseBasket(JSON.stringify(basket))).toEqual(basket);
    }),
  );
});

test("what others wrote into storage never breaks the page", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (stored) => {
      expect(parseBasket(stored)).toEqual([]);
    }),
  );
  const tampered = [
    line("A", 1),
    line("A", 2),
    { ...line("B", 1), quantity: -4 },
    { ...line("C", 1), priceSeen: 5 },
    null,
  ];
  expect(parseBasket(JSON.stringify(tampered))).toEqual([line("A", 3)]);
});

test("an order takes its own units out of the basket and leaves what was added meanwhile", () => {
  const ordered = [
    { sku: "A", quantity: 2 },
    { sku: "GONE", quantity: 1 },
  ];
  expect(withoutOrdered([line("A", 2), line("B", 1)], ordered)).toEqual([line("B", 1)]);
  expect(withoutOrdered([line("A", 5)], ordered)).toEqual([line("A", 3)]);
});

test("an accepted price is the price seen", () => {
  const price = { amount: 1_200, currency: "GBP" };
  expect(acceptPrice([line("A", 1), line("B", 1)], "A", price)).toEqual([line("A", 1, 1_200), line("B", 1)]);
});
