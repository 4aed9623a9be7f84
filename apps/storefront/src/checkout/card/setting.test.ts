import { expect, test } from "vitest";
import { readCardFieldsSetting } from "./setting.ts";

test("an address alone is the laptop edition's sandbox", () => {
  expect(readCardFieldsSetting({ DOORBUSTER_FIELDS_URL: "http://localhost:4002" })).toEqual({
    kind: "sandbox",
    url: "http://localhost:4002",
  });
});

test("Stripe is an address and a publishable key, and no secret one", () => {
  const stripe = { DOORBUSTER_FIELDS_KIND: "stripe", DOORBUSTER_FIELDS_URL: "https://js.stripe.com/" };
  const read = (key: string | undefined) =>
    readCardFieldsSetting({ ...stripe, DOORBUSTER_PUBLISHABLE_KEY: key });
  expect(read("pk_test_51abc")).toEqual({
    kind: "stripe",
    url: "https://js.stripe.com",
    publishableKey: "pk_test_51abc",
  });
  expect(() => read(undefined)).toThrow("publishableKey");
  expect(() => read("sk_test_51abc")).toThrow("publishableKey");
});

test("a site that was not told whose fields it shows does not guess", () => {
  expect(() => readCardFieldsSetting({})).toThrow("url");
});
