import { expect, test } from "vitest";
import { lifecycle } from "@doorbuster/core/order/lifecycle";
import { orderStatusSchema, paymentStateSchema } from "@doorbuster/core/order/order";
import { entryWords, isMoneyMoving, isUnsettled, standingOf, stepsOf } from "./order-words.ts";

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
  const steps = stepsOf({ status: "confirmed", paymentState: "failed" });
  expect(steps.map(([, state]) => state)).toEqual(["done", "failed", "ahead", "ahead"]);
});

test.each([
  { refunds: [], says: "on its way back", moves: true },
  { refunds: ["failed", "requested"], says: "on its way back", moves: true },
  { refunds: ["done", "failed"], says: "did not go through", moves: false },
] as const)(
  "a cancelled order with refunds $refunds says that its money $says",
  ({ refunds, says, moves }) => {
    const gbp = { amount: 100, currency: "GBP" };
    const order = {
      status: "cancelled",
      paymentState: "captured",
      refunds: refunds.map((state) => ({ state, amount: gbp })),
    } as const;
    expect(standingOf(order).advice).toContain(says);
    expect(isMoneyMoving(order)).toBe(moves);
  },
);

test("an unknown payment asks the customer not to order again", () => {
  const { advice } = standingOf({ status: "pending", paymentState: "unknown", refunds: [] });
  expect(advice).toContain("don’t order again");
});

test("every move of the lifecycle has words on the timeline", () => {
  for (const { entry } of Object.values(lifecycle)) expect(entryWords[entry]).toBeTruthy();
});

test("the steps go as far as the order has come", () => {
  expect(stepsOf({ status: "pending", paymentState: "open" }).map(([, state]) => state)).toEqual([
    "done",
    "current",
    "ahead",
    "ahead",
  ]);
  expect(stepsOf({ status: "confirmed", paymentState: "captured" }).map(([, state]) => state)).toEqual([
    "done",
    "done",
    "ahead",
    "ahead",
  ]);
  expect(stepsOf({ status: "delivered", paymentState: "captured" }).map(([, state]) => state)).toEqual([
    "done",
    "done",
    "done",
    "done",
  ]);
  expect(stepsOf({ status: "declined", paymentState: "failed" })).toEqual([
    ["Placed", "done"],
    ["Paid", "failed"],
  ]);
  expect(orderStatusSchema.options.filter(isUnsettled)).toEqual(["pending"]);
});
