import { expect, test } from "vitest";
import { compare } from "./compare.ts";
import { figuresOf } from "./figures.ts";
import { jsonReport, textReport, withoutReplay, type ReplayFigures } from "./report.ts";
import { agreeingFacts } from "./testing.ts";

const figures = figuresOf(agreeingFacts());

const replay: ReplayFigures = {
  input: {
    lines: 12,
    skipped: { malformed: 1, cancellation: 2, quantity: 0, price: 0, not_a_product: 0, description: 0 },
    invoices: 7,
  },
  soldOut: 1,
  timings: { ordersPerSecond: 61.5, confirmMsP50: 40, confirmMsP95: 90, liveMsP50: 400, liveMsP95: null },
};

test("has the published shape, key by key and in that order", () => {
  expect(JSON.stringify(jsonReport(figures, replay, true))).toBe(
    JSON.stringify({
      input: {
        lines: 12,
        skipped: { malformed: 1, cancellation: 2, quantity: 0, price: 0, not_a_product: 0, description: 0 },
        invoices: 7,
      },
      orders: { confirmed: 4, declined: 1, soldOut: 1, pending: 0, revenueMinor: 800, refundedMinor: 200 },
      provider: { authorized: 4, captures: 3, amountMinor: 800 },
      live: { confirmed: 4, revenueMinor: 800, refundedMinor: 200 },
      lake: { confirmed: 4, revenueMinor: 800, refundedMinor: 200, duplicates: 0 },
      notifications: { email: 4, duplicates: 0 },
      stock: { stocked: 15, sold: 6, reserved: 0, available: 9, oversoldSkus: 0 },
      timings: { ordersPerSecond: 61.5, confirmMsP50: 40, confirmMsP95: 90, liveMsP50: 400, liveMsP95: null },
      agree: true,
    }),
  );
});

test("without a replay it has the same keys, with nulls for what only a replay knows", () => {
  const keysOf = (value: object): unknown =>
    Object.entries(value).map(([key, inner]) => [key, Object.keys(inner ?? {})]);
  const report = jsonReport(figures, withoutReplay, true);
  expect(keysOf(report)).toEqual(keysOf(jsonReport(figures, replay, true)));
  expect(report.orders.soldOut).toBeNull();
});

test("says for people what disagrees, by name", () => {
  const facts = { ...agreeingFacts(), mails: [] };
  const disagreements = compare(facts);
  const text = textReport(jsonReport(figuresOf(facts), replay, false), disagreements, {
    EmailDeadLetters: 4,
  });
  expect(text).toContain("It does not agree:");
  expect(text).toContain("4 × confirmed without a confirmation mail");
  expect(text).toContain("ord_captured");
  expect(text).toContain("4 in EmailDeadLetters");
  expect(textReport(jsonReport(figures, withoutReplay, true), [], {})).toMatch(/Everything agrees\.$/);
});
