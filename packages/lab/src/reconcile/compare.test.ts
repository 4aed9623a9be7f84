import type { Order } from "@doorbuster/core/order/order";
import { expect, test } from "vitest";
import { compare } from "./compare.ts";
import type { LedgerPayment } from "@doorbuster/core/payment/ledger";
import type { Facts, StockRow } from "./facts.ts";
import { figuresOf } from "./figures.ts";
import { agreeingFacts, orderOf } from "./testing.ts";

const good = agreeingFacts();

const money = (amount: number, currency = "GBP") => ({ amount, currency });
const changeOrder = (id: string, change: (order: Order) => Order): Partial<Facts> => ({
  orders: good.orders.map((order) => (order.id === `ord_${id}` ? change(order) : order)),
});
const changePayment = (id: string, change: Partial<LedgerPayment>): Partial<Facts> => ({
  payments: good.payments.map((payment) => (payment.id === `pi_${id}` ? { ...payment, ...change } : payment)),
});
const changeStock = (sku: string, change: Partial<StockRow>): Partial<Facts> => ({
  stock: good.stock.map((row) => (row.sku === sku ? { ...row, ...change } : row)),
});
const withTotal = (amount: number, currency?: string) => (order: Order) => ({
  ...order,
  totals: { ...order.totals, total: money(amount, currency) },
});
const without = <T>(list: readonly T[], is: (item: T) => boolean) => list.filter((item) => !is(item));
const again = <T>(list: readonly T[]) => [...list, ...list.slice(0, 1)];

test("a quiet shop agrees, whatever became of its orders", () => {
  expect(compare(good)).toEqual([]);
  expect(compare({ ...good, orders: [], payments: [], mails: [], stock: [], ...emptyAnalytics })).toEqual([]);
});

const emptyAnalytics: Pick<Facts, "live" | "lake"> = {
  live: { confirmed: 0, revenueMinor: 0, refundedMinor: 0 },
  lake: { confirmed: 0, revenueMinor: 0, refundedMinor: 0, duplicates: 0, confirmedOrderIds: [] },
};

const deviations: Record<string, Partial<Facts>> = {
  // Never oversell.
  "a unit more was stocked": changeStock("mug", { stocked: 11 }),
  "a unit less was stocked": changeStock("mug", { stocked: 9 }),
  "a unit vanished": changeStock("unsold", { available: 4 }),
  "a unit is counted twice": changeStock("unsold", { available: 6 }),
  "a shard is below zero, and another makes up for it": changeStock("unsold", { leastShard: -1 }),
  "sold below zero": changeStock("mug", { stocked: 5, available: -1, leastShard: -1 }),
  "sold what was never stocked": { stock: without(good.stock, ({ sku }) => sku === "mug") },
  "an order of more units": changeOrder("captured", (order) => ({
    ...order,
    lines: order.lines.map((line) => ({ ...line, quantity: line.quantity + 1 })),
  })),
  "units moved from one SKU to another": {
    stock: [
      { sku: "mug", stocked: 10, available: 5, leastShard: 5 },
      { sku: "unsold", stocked: 5, available: 4, leastShard: 4 },
    ],
  },

  // Money = orders.
  "a payment is missing": { payments: without(good.payments, ({ id }) => id === "pi_held") },
  "a payment was voided under a confirmed order": changePayment("held", { held: 0 }),
  "an order was paid twice": { payments: [...good.payments, { ...good.payments[0]!, id: "pi_second" }] },
  "a penny too much was held": changePayment("held", { held: 201 }),
  "a penny too little was captured": changePayment("captured", { taken: 199 }),
  "two orders are paid crosswise": {
    payments: good.payments.map((payment) => {
      if (payment.id === "pi_captured") return { ...payment, taken: 199 };
      return payment.id === "pi_shipped" ? { ...payment, taken: 201 } : payment;
    }),
  },
  "another currency was taken": changePayment("captured", { currency: "USD" }),
  "money of a declined order is held": changePayment("declined", { held: 200 }),
  "money of an expired order was taken": changePayment("expired", { taken: 200 }),
  "money belongs to no order": changePayment("held", { orderId: null }),
  "money belongs to an unknown order": changePayment("held", { orderId: "ord_unknown" }),
  "the order names another payment": changeOrder("held", (order) => ({
    ...order,
    payment: { ...order.payment, paymentId: "pi_other" },
  })),
  "a capture that the order does not know": changePayment("held", { held: 0, taken: 200 }),
  "a capture that only the order knows": changePayment("captured", { held: 200, taken: 0 }),
  "a refund that the order does not know": changePayment("captured", { refunded: 1 }),
  "a refund that only the order knows": changePayment("refunded", { refunded: 0 }),
  "an order costs a penny more": changeOrder("captured", withTotal(201)),
  "an order in another currency": changeOrder("captured", withTotal(200, "USD")),

  // Nothing lost, nothing doubled.
  "an order that only analytics and money know": {
    orders: without(good.orders, ({ id }) => id === "ord_held"),
  },
  "live missed one": { live: { ...good.live, confirmed: 3 } },
  "live counted a penny twice": { live: { ...good.live, revenueMinor: 801 } },
  "live missed a refund": { live: { ...good.live, refundedMinor: 0 } },
  "the lake missed one": { lake: { ...good.lake, confirmed: 3 } },
  "the lake is a penny short": { lake: { ...good.lake, revenueMinor: 799 } },
  "the lake has a refund twice": { lake: { ...good.lake, refundedMinor: 400 } },
  "the lake's view holds a row twice": { lake: { ...good.lake, duplicates: 1 } },
  "the lake has another order instead": {
    lake: { ...good.lake, confirmedOrderIds: ["ord_other", ...good.lake.confirmedOrderIds.slice(1)] },
  },
  "a customer was not told": { mails: good.mails.slice(1) },
  "a customer was told twice": { mails: again(good.mails) },
  "a declined customer was told": {
    mails: [...good.mails, { orderId: "ord_declined", to: "declined@example.com" }],
  },
  "somebody else was told": { mails: good.mails.map((mail) => ({ ...mail, to: "eve@example.com" })) },
  "a mail of no order": { mails: [...good.mails, { orderId: "", to: "eve@example.com" }] },

  // Nothing left open.
  "an order is pending": changeOrder("declined", (order) => ({ ...order, status: "pending" })),
  "a refund is outstanding": changeOrder("refunded", (order) => ({
    ...order,
    refunds: order.refunds.map((refund) => ({ ...refund, state: "requested" as const })),
  })),
  "a capture is outstanding": changeOrder("held", (order) => ({ ...order, dueAt: order.placedAt })),
};

test.each(Object.entries(deviations))("does not agree when %s", (_what, change) => {
  expect(compare({ ...good, ...change })).not.toEqual([]);
});

test("names what disagrees, and not everything when it is much", () => {
  const open = Array.from({ length: 30 }, (_, i) => orderOf(`open${i}`, "pending"));
  const found = compare({ ...good, orders: [...good.orders, ...open] });
  const still = found.find(({ what }) => what.includes("still open"));
  expect(still?.what).toBe("30 × still open");
  expect(still?.which).toHaveLength(20);
  expect(still?.which[0]).toBe("ord_open0");
});

test("figures are sums over their own place", () => {
  expect(figuresOf({ ...good, orders: [...good.orders, orderOf("open", "pending")] })).toEqual({
    orders: { confirmed: 4, declined: 1, pending: 1, revenueMinor: 800, refundedMinor: 200 },
    provider: { authorized: 4, captures: 3, amountMinor: 800 },
    live: { confirmed: 4, revenueMinor: 800, refundedMinor: 200 },
    lake: { confirmed: 4, revenueMinor: 800, refundedMinor: 200, duplicates: 0 },
    notifications: { email: 4, duplicates: 0 },
    stock: { stocked: 15, sold: 6, reserved: 2, available: 9, oversoldSkus: 0 },
  });
});

test("a SKU is oversold when more is promised than ever came in", () => {
  const oversold = (change: Partial<Facts>) => figuresOf({ ...good, ...change }).stock.oversoldSkus;
  expect(oversold(changeStock("mug", { stocked: 6, available: 0, leastShard: 0 }))).toBe(0);
  expect(oversold(changeStock("mug", { stocked: 5, available: 0, leastShard: 0 }))).toBe(1);
  expect(oversold(changeStock("unsold", { leastShard: -1 }))).toBe(1);
});
