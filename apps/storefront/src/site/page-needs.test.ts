import { expect, test } from "vitest";
import { pageNeeds } from "./page-needs.ts";

const laptop = {
  DOORBUSTER_FIELDS_URL: "http://localhost:4002",
  DOORBUSTER_LOCAL_PUSH_URL: "http://localhost:4001",
};
const deployed = {
  DOORBUSTER_FIELDS_KIND: "stripe",
  DOORBUSTER_FIELDS_URL: "https://js.stripe.com",
  DOORBUSTER_PUBLISHABLE_KEY: "pk_live_1",
};

test("the pages of a crowd need nothing but the site, and are static", () => {
  for (const path of [
    "/",
    "/products/harbour-lantern",
    "/nowhere",
    "/orders",
    "/orders/a/b",
    "/checkout/x",
  ]) {
    expect(pageNeeds(path, laptop)).toEqual({ rendering: "static" });
  }
});

test("on a laptop the checkout holds the sandbox's fields, and the pages around it hear of pushes", () => {
  const account = { rendering: "perRequest", connections: ["http://localhost:4001"] };
  expect(pageNeeds("/account", laptop)).toEqual(account);
  expect(pageNeeds("/orders/ord_1", laptop)).toEqual(account);
  expect(pageNeeds("/checkout", laptop)).toEqual({
    ...account,
    scripts: ["http://localhost:4002"],
    frames: ["http://localhost:4002"],
  });
});

test("deployed, the checkout lets through what Stripe asks for, and no other page does", () => {
  expect(pageNeeds("/account", deployed)).toEqual({ rendering: "perRequest", connections: [] });
  expect(pageNeeds("/checkout", deployed)).toEqual({
    rendering: "perRequest",
    scripts: ["https://js.stripe.com", "https://*.js.stripe.com"],
    frames: ["https://js.stripe.com", "https://*.js.stripe.com", "https://hooks.stripe.com"],
    connections: ["https://api.stripe.com"],
    styleAttributes: true,
  });
});
