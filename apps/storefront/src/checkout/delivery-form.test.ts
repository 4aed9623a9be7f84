import { expect, test } from "vitest";
import { checkoutSchema } from "@doorbuster/core/order/checkout";
import { countries } from "./countries.ts";
import { deliveryFieldOf, deliveryOf, emptyDelivery, parseDelivery } from "./delivery-form.ts";

const filled = {
  ...emptyDelivery,
  email: " jo@example.com ",
  phone: "0044 (7700) 900-123",
  name: "Jo Bloggs",
  line1: "1 High St",
  city: "Leeds",
  postalCode: "LS1 1AA",
};

test("a filled form is what the API takes, and comes back as it was", () => {
  const parsed = parseDelivery(filled);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  expect(checkoutSchema.pick({ contact: true, shippingAddress: true }).parse(parsed.delivery)).toEqual(
    parsed.delivery,
  );
  expect(parsed.delivery.contact).toEqual({ email: "jo@example.com", phone: "+447700900123" });
  expect(parseDelivery(deliveryOf(parsed.delivery))).toEqual(parsed);
});

test("names every field that is wrong, and no other", () => {
  const parsed = parseDelivery({
    ...filled,
    email: "jo",
    phone: "123",
    line1: "  ",
    postalCode: "x".repeat(17),
  });
  expect(parsed.ok).toBe(false);
  expect(Object.keys(parsed.ok ? {} : parsed.errors)).toEqual(["email", "phone", "line1", "postalCode"]);
});

test("finds the field that the API complains about", () => {
  expect(deliveryFieldOf("shippingAddress.postalCode")).toBe("postalCode");
  expect(deliveryFieldOf("contact.email")).toBe("email");
  expect(deliveryFieldOf("payment.token")).toBeUndefined();
  expect(deliveryFieldOf("contact.nonsense")).toBeUndefined();
});

test("every country has a name and a code that the API takes", () => {
  expect(countries).toHaveLength(249);
  expect(countries.filter(({ code, name }) => code === name)).toEqual([]);
  for (const { code } of countries) expect(parseDelivery({ ...filled, country: code }).ok).toBe(true);
});
