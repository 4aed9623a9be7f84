import { expect, test } from "vitest";
import type { Offer } from "@doorbuster/core/catalog/shelf";
import { isOrderable, newsOf } from "./line-news.ts";

const gbp = (amount: number) => ({ amount, currency: "GBP" });
const line = { sku: "LAMP", name: "Lamp", picture: "/lamp.svg", quantity: 3, priceSeen: gbp(1_000) };

function offer(changes: Partial<Offer>): Offer {
  return {
    sku: "LAMP",
    name: "Lamp",
    category: "Home",
    tagline: "",
    description: "",
    picture: "/lamp.svg",
    attributes: {},
    price: gbp(1_000),
    limitPerOrder: undefined,
    left: 100,
    ...changes,
  };
}

test("says nothing while nothing has changed", () => {
  expect(newsOf(line, offer({}))).toEqual([]);
  expect(newsOf(line, offer({ left: 3, limitPerOrder: 3 }))).toEqual([]);
});

test("sold out is all there is to say about a line", () => {
  expect(newsOf(line, offer({ left: 0, price: gbp(2_000) }))).toEqual([{ kind: "sold-out" }]);
  expect(newsOf(line, "withdrawn")).toEqual([{ kind: "withdrawn" }]);
});

test("tells a limit from a shortage", () => {
  expect(newsOf(line, offer({ left: 2 }))).toEqual([{ kind: "too-many", max: 2, because: "stock" }]);
  expect(newsOf(line, offer({ left: 9, limitPerOrder: 1 }))).toEqual([
    { kind: "too-many", max: 1, because: "limit" },
  ]);
});

test("a changed price is told, and does not stop the order", () => {
  const news = newsOf(line, offer({ price: gbp(900) }));
  expect(news).toEqual([{ kind: "price-changed", from: gbp(1_000), to: gbp(900) }]);
  expect(isOrderable(news)).toBe(true);
  expect(isOrderable(newsOf(line, offer({ left: 2 })))).toBe(false);
});
