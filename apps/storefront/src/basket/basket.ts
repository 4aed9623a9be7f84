import type { Money } from "@doorbuster/core/money/money";

/** One product in the basket, as it was when it was added; what it costs now is the catalogue's word. */
export interface BasketLine {
  readonly sku: string;
  readonly quantity: number;
  readonly name: string;
  readonly picture: string;
  /** The price the customer saw, to say so when it has changed since. */
  readonly priceSeen: Money;
}

/** At most one line per SKU, in the order in which they were first added. */
export type Basket = readonly BasketLine[];

/** The checkout's own limits (`@doorbuster/core/catalog/price`), repeated here because importing them would bring zod into the first load. */
export const maxQuantityPerLine = 100_000;
export const maxLines = 90;

/** Adds units, folding them into the SKU's line, which takes the newer name, picture and price. Never above `limit`. */
export function addLine(basket: Basket, added: BasketLine, limit = maxQuantityPerLine): Basket {
  const present = basket.find(({ sku }) => sku === added.sku);
  const quantity = Math.min((present?.quantity ?? 0) + added.quantity, limit);
  const line = { ...added, quantity };
  if (present === undefined) return basket.length < maxLines ? [...basket, line] : basket;
  return basket.map((other) => (other.sku === added.sku ? line : other));
}

/** Sets a line's quantity; below one the line goes. */
export function setQuantity(basket: Basket, sku: string, quantity: number): Basket {
  if (quantity < 1) return basket.filter((line) => line.sku !== sku);
  return basket.map((line) => (line.sku === sku ? { ...line, quantity } : line));
}

/** The customer has seen the new price: it is no longer news. */
export function acceptPrice(basket: Basket, sku: string, price: Money): Basket {
  return basket.map((line) => (line.sku === sku ? { ...line, priceSeen: price } : line));
}

/** What is left in the basket once an order of `ordered` was placed. Units added meanwhile stay. */
export function withoutOrdered(
  basket: Basket,
  ordered: readonly { readonly sku: string; readonly quantity: number }[],
): Basket {
  return ordered.reduce<Basket>((rest, { sku, quantity }) => {
    const present = rest.find((line) => line.sku === sku);
    return present === undefined ? rest : setQuantity(rest, sku, present.quantity - quantity);
  }, basket);
}

export function countUnits(basket: Basket): number {
  return basket.reduce((units, { quantity }) => units + quantity, 0);
}

/** The basket as stored, folded by SKU. Anything that is not a line of ours is dropped: storage is anybody's to edit. */
export function parseBasket(stored: string | null): Basket {
  if (stored === null) return [];
  try {
    const value: unknown = JSON.parse(stored);
    const lines = Array.isArray(value) ? value.filter(isLine) : [];
    return lines.reduce<Basket>((basket, line) => addLine(basket, line), []);
  } catch {
    return [];
  }
}

function isLine(value: unknown): value is BasketLine {
  if (typeof value !== "object" || value === null) return false;
  const { sku, quantity, name, picture, priceSeen } = value as Partial<Record<keyof BasketLine, unknown>>;
  return (
    typeof sku === "string" &&
    typeof quantity === "number" &&
    Number.isInteger(quantity) &&
    quantity >= 1 &&
    typeof name === "string" &&
    typeof picture === "string" &&
    isMoney(priceSeen)
  );
}

function isMoney(value: unknown): value is Money {
  if (typeof value !== "object" || value === null) return false;
  const { amount, currency } = value as Partial<Record<keyof Money, unknown>>;
  return Number.isSafeInteger(amount) && typeof currency === "string" && /^[A-Z]{3}$/.test(currency);
}
