import { expect, test } from "vitest";
import { checkoutSchema, fingerprintOf, type Checkout } from "./checkout.ts";

const checkout: Checkout = {
  idempotencyKey: "0123456789abcdef",
  lines: [
    { sku: "A", quantity: 1 },
    { sku: "B", quantity: 2 },
  ],
  expectedTotal: { amount: 100, currency: "GBP" },
  payment: { token: "pm_card_visa" },
  contact: { email: "ada@example.com" },
  shippingAddress: { name: "Ada", line1: "1 High Street", city: "London", postalCode: "N1", country: "GB" },
};

test("the same basket in another order and with split lines is the same request", async () => {
  const lines = [
    { sku: "B", quantity: 1 },
    { sku: "A", quantity: 1 },
    { sku: "B", quantity: 1 },
  ];
  expect(await fingerprintOf({ ...checkout, lines })).toBe(await fingerprintOf(checkout));
});

test.each<[string, Partial<Checkout>]>([
  ["another quantity", { lines: [{ sku: "A", quantity: 2 }] }],
  ["another total", { expectedTotal: { amount: 101, currency: "GBP" } }],
  ["another card", { payment: { token: "pm_card_mastercard" } }],
  ["another person", { contact: { email: "eve@example.com" } }],
  ["another address", { shippingAddress: { ...checkout.shippingAddress, line1: "2 High Street" } }],
])("%s is another request", async (_, change) => {
  expect(await fingerprintOf({ ...checkout, ...change })).not.toBe(await fingerprintOf(checkout));
});

test.each(["4242424242424242", "4242 4242 4242 4242", "4242-4242-4242-4242", ""])(
  "a card number in the place of a token is refused before anything is stored: %s",
  (token) => {
    expect(checkoutSchema.safeParse({ ...checkout, payment: { token } }).success).toBe(false);
  },
);

test.each<[string, unknown]>([
  ["zero", 0],
  ["negative", -1],
  ["fractional", 1.5],
  ["more than 100,000", 100_001],
  ["text", "1"],
])("a quantity that is %s is refused", (_, quantity) => {
  expect(checkoutSchema.safeParse({ ...checkout, lines: [{ sku: "A", quantity }] }).success).toBe(false);
});

test("a quantity of 100,000 and the country ZZ are fine", () => {
  const parsed = checkoutSchema.safeParse({
    ...checkout,
    lines: [{ sku: "A", quantity: 100_000 }],
    shippingAddress: { ...checkout.shippingAddress, country: "ZZ" },
  });
  expect(parsed.success).toBe(true);
});

test.each(["XX", "QQ", "Atlantis", "", "gb"])("a country that does not exist is refused: %j", (country) => {
  const shippingAddress = { ...checkout.shippingAddress, country };
  const { error } = checkoutSchema.safeParse({ ...checkout, shippingAddress });
  expect(error?.issues.map(({ path }) => path.join("."))).toContain("shippingAddress.country");
});
