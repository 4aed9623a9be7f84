import type { Order } from "@doorbuster/core/order/order";
import { expect, test } from "vitest";
import { agreeingFacts, orderOf } from "../reconcile/testing.ts";
import type { Outcome } from "../replay/client.ts";
import { brokenPromises } from "./promises.ts";

const { orders: ended } = agreeingFacts();
const givenUp = orderOf("given_up", "cancelled", { payment: { state: "voided", attempt: 1 } });
const delivered = orderOf("delivered", "delivered");
const orders = [...ended, givenUp, delivered];
const confirmedAt = "2026-11-27T09:00:00.000Z";

interface Told {
  readonly outcomes?: Readonly<Record<string, Outcome>>;
  readonly givenUp?: readonly string[];
  readonly cancelled?: readonly string[];
  readonly shipped?: readonly string[];
  readonly delivered?: readonly string[];
  readonly refunded?: Readonly<Record<string, string>>;
}

const order = (id: string, status: Extract<Outcome, { kind: "order" }>["status"]): Outcome => ({
  kind: "order",
  orderId: `ord_${id}`,
  status,
});

function broken(told: Told, table: readonly Order[] = orders): string[] {
  const { outcomes = {}, cancelled, shipped, delivered, refunded = {} } = told;
  const promised = {
    cancelled: new Set(cancelled),
    shipped: new Set(shipped),
    delivered: new Set(delivered),
    refunded: new Map(Object.entries(refunded)),
  };
  const found = brokenPromises(new Map(Object.entries(outcomes)), new Set(told.givenUp), promised, table);
  return found.flatMap(({ what, which }) => (which.length > 0 ? which : [what]));
}

test("what became of each order is what was told of it", () => {
  const told = {
    outcomes: {
      "1": order("captured", "confirmed"),
      "2": order("declined", "declined"),
      "4": order("given_up", "pending"),
      "3": { kind: "soldOut" },
    },
    givenUp: ["ord_given_up"],
    cancelled: ["ord_refunded"],
    shipped: ["ord_shipped", "ord_delivered"],
    delivered: ["ord_delivered"],
    refunded: { ord_refunded: "whole" },
  } as const;
  expect(broken(told)).toEqual([]);
});

test.each<[string, Order]>([
  ["confirmed after all", { ...givenUp, status: "confirmed", confirmedAt }],
  ["confirmed, and then called off", { ...givenUp, confirmedAt }],
  ["still open", { ...givenUp, status: "pending" }],
  ["left until its time was up", { ...givenUp, status: "expired" }],
  ["never written", { ...givenUp, id: "ord_another" }],
])("an order that somebody was told to pay anew for is not %s", (_, after) => {
  expect(broken({ givenUp: ["ord_given_up"] }, [after])).toEqual(["ord_given_up: told that it was given up"]);
});

test.each<[string, Told, RegExp]>([
  ["confirmed", { outcomes: { "1": order("declined", "confirmed") } }, /ord_declined: told confirmed/],
  ["declined", { outcomes: { "1": order("captured", "declined") } }, /ord_captured: told declined/],
  ["written at all", { outcomes: { "1": order("nowhere", "pending") } }, /ord_nowhere: told pending/],
  ["cancelled", { cancelled: ["ord_captured"] }, /told that it is cancelled/],
  ["sent", { shipped: ["ord_captured"] }, /told that it has left/],
  ["delivered", { delivered: ["ord_shipped"] }, /told that it has arrived/],
  ["given its money back", { refunded: { ord_captured: "whole" } }, /told that money comes back/],
  [
    "alone with its checkout",
    { outcomes: { "1": order("captured", "confirmed"), "2": order("captured", "confirmed") } },
    /two checkouts share one order/,
  ],
])("an order that was not %s, though somebody was told so, is found", (_, told, complaint) => {
  expect(broken(told)).toEqual([expect.stringMatching(complaint)]);
});
