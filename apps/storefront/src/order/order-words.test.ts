import { expect, test } from "vitest";
import { lifecycle } from "@doorbuster/core/order/lifecycle";
import { orderStatusSchema, paymentStateSchema } from "@doorbuster/core/order/order";
import { entryWords, isUnsettled, standingOf, stepsOf } from "./order-words.ts";

test("every state of an order and its payment has words", () => {
  for (const status of orderStatusSchema.options) {
    for (const paymentState of paymentStateSchema.options) {
      const { badge, title, advice } = standingOf({ status, paymentState, refunds: [] });
      expect([badge, title, advice].every((words) => words.length > 0)).toBe(true);
    }
  }
});

test("whoever was not charged is told so", () => {
  for (const status of ["declined", "expired"] as const) {
    const { advice } = standingOf({
      status,
      paymentState: "failed",
      declineCode: "generic_decline",
      refunds: [],
    });
    expect(advice).toContain("not been charged");
  }
});

test("an order whose hold was lost does not say that it is paid for", () => {
  const { advice } = standingOf({ status: "confirmed", paymentState: "failed", refunds: [] });
  expect(advice).not.toContain("is paid");
  expect(advice).toContain("not been charged");
});

test("a cancelled order says that money is on its way only while it is", () => {
  const gbp = { amount: 100, currency: "GBP" };
  const adviceWith = (...states: ("requested" | "done" | "failed")[]) =>
    standingOf({
      status: "cancelled",
      paymentState: "captured",
      refunds: states.map((state) => ({ state, amount: gbp })),
    }).advice;
  expect(adviceWith()).toContain("on its way back");
  expect(adviceWith("failed", "requested")).toContain("on its way back");
  expect(adviceWith("done", "failed")).toContain("did not go through");
});

test("an unknown payment asks the customer not to order again", () => {
  const { advice } = standingOf({ status: "pending", paymentState: "unknown", refunds: [] });
  expect(advice).toContain("don’t order again");
});

test("every move of the lifecycle has words on the timeline", () => {
  for (const { entry } of Object.values(lifecycle)) expect(entryWords[entry]).toBeTruthy();
});

test("the steps go as far as the order has come", () => {
  expect(stepsOf("pending").map(([, state]) => state)).toEqual(["done", "current", "ahead", "ahead"]);
  expect(stepsOf("confirmed").map(([, state]) => state)).toEqual(["done", "done", "ahead", "ahead"]);
  expect(stepsOf("delivered").map(([, state]) => state)).toEqual(["done", "done", "done", "done"]);
  expect(stepsOf("declined")).toEqual([
    ["Placed", "done"],
    ["Paid", "failed"],
  ]);
  expect(orderStatusSchema.options.filter(isUnsettled)).toEqual(["pending"]);
});
