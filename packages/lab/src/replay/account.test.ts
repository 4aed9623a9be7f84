import { expect, test } from "vitest";
import { agreeingFacts, orderOf } from "../reconcile/testing.ts";
import { accountForRun } from "./account.ts";
import type { Outcome } from "./client.ts";

const orders = [...agreeingFacts().orders, orderOf("open", "pending")];
const order = (id: string, status: Extract<Outcome, { kind: "order" }>["status"]): Outcome => ({
  kind: "order",
  orderId: `ord_${id}`,
  status,
});

const problems = (outcomes: Record<string, Outcome>) =>
  accountForRun(new Map(Object.entries(outcomes)), orders);

test("confirmed, declined, pending and sold out account for an invoice", () => {
  const outcomes = {
    "1": order("captured", "confirmed"),
    "2": order("shipped", "confirmed"),
    "3": order("declined", "declined"),
    "4": order("open", "pending"),
    "5": { kind: "soldOut" },
  } as const;
  expect(problems(outcomes)).toEqual([]);
});

test("an order answered as pending may have been settled since", () => {
  expect(problems({ "1": order("captured", "pending"), "2": order("declined", "pending") })).toEqual([]);
});

test.each<[string, Outcome, RegExp]>([
  ["refused", { kind: "refused", code: "INVALID_INPUT", message: "too many" }, /refused with INVALID_INPUT/],
  ["an order that does not exist", order("nowhere", "confirmed"), /not in the orders table/],
  ["an order that ran out", order("expired", "pending"), /ended expired/],
  ["told confirmed, and was not", order("declined", "confirmed"), /answered confirmed and is declined/],
  ["told declined, and was not", order("captured", "declined"), /answered declined and is confirmed/],
])("does not account for an invoice that is %s", (_what, outcome, why) => {
  const [found] = problems({ "536365": outcome });
  expect(found?.which).toEqual([expect.stringMatching(why)]);
  expect(found?.which[0]).toContain("536365");
});

test("two invoices are two orders", () => {
  const shared = order("captured", "confirmed");
  expect(problems({ "1": shared, "2": shared })).not.toEqual([]);
});
