import type { CheckoutAnswer } from "@doorbuster/core/order/checkout";
import type { Order } from "@doorbuster/core/order/order";
import { anOrder } from "@doorbuster/core/testing/orders";
import { expect, test } from "vitest";
import { Book } from "../actors/book.ts";
import type { Person } from "../actors/people.ts";
import type { Reply } from "../lambda/gateway.ts";
import { Simulation } from "../simulation.ts";
import { checkRefusals } from "./refusals.ts";

const guest: Person = { caller: { kind: "guest" }, email: "ada@example.com" };
const { id: orderId, lines, totals, placedAt } = anOrder();

const refused = (code: string, details: object): Reply<CheckoutAnswer> => ({
  kind: "refused",
  code,
  details: { ...details },
});
const unavailable = refused("PAYMENT_UNAVAILABLE", { orderId, newIdempotencyKey: true });
const badToken = refused("INVALID_INPUT", { orderId, newIdempotencyKey: true });
const confirmed: Reply<CheckoutAnswer> = {
  kind: "answered",
  value: { orderId, status: "confirmed", total: totals.total, totals, readToken: "t", placedAt },
};

const givenUp = anOrder({ status: "cancelled", payment: { state: "voided", attempt: 1 } });

interface Told {
  readonly reply: Reply<CheckoutAnswer>;
  readonly key?: string;
  /** When it was asked for; it is answered half a unit later. */
  readonly at: number;
}

function complaintOf(told: readonly Told[], order: Order): string | undefined {
  const simulation = new Simulation(0, 0);
  const book = new Book();
  for (const { reply, key = "key-1", at } of told) {
    const checkout = {
      idempotencyKey: key,
      lines,
      expectedTotal: totals.total,
      payment: { token: "pm_card_visa" },
      contact: { email: guest.email },
      shippingAddress: {
        name: "Ada",
        line1: "1 High Street",
        city: "London",
        postalCode: "N1",
        country: "GB",
      },
    };
    book.calls.push({ person: guest, checkout, startedAt: at, endedAt: at + 0.5, reply });
  }
  checkRefusals(simulation, book, { orders: [order], entries: [] });
  expect(simulation.violation?.invariant).toBe(simulation.violation && "given up for good");
  return simulation.violation?.message;
}

test("an order that was refused and given up ends there, whatever its key is asked afterwards", () => {
  const mismatch = refused("IDEMPOTENCY_MISMATCH", { orderId });
  const told = [unavailable, { kind: "unheard" } as const, mismatch, unavailable];
  expect(
    complaintOf(
      told.map((reply, at) => ({ reply, at })),
      givenUp,
    ),
  ).toBeUndefined();
});

test.each([
  ["confirmed after all", anOrder({ status: "confirmed", confirmedAt: placedAt }), /was confirmed/],
  [
    "confirmed, and then called off",
    anOrder({ status: "cancelled", confirmedAt: placedAt, payment: { state: "voided", attempt: 1 } }),
    /was confirmed/,
  ],
  ["left until its time was up", anOrder({ status: "expired" }), /is expired/],
  [
    "left with its money",
    { ...givenUp, payment: { state: "authorized", attempt: 1 } } as const,
    /authorized/,
  ],
  ["never written", anOrder({ id: "ord_another" }), /does not exist/],
])("a refused order is not %s", (_, order, complaint) => {
  expect(complaintOf([{ reply: unavailable, at: 0 }], order)).toMatch(complaint);
});

test.each([
  ["an order", confirmed, /later: answered/],
  ["another refusal", badToken, /later: INVALID_INPUT/],
  ["a refusal of no order", refused("SOLD_OUT", { items: [] }), /later: SOLD_OUT/],
])("a refused order's key is not answered with %s later", (_, reply, complaint) => {
  const told = [
    { reply: unavailable, at: 0 },
    { reply, at: 1 },
  ];
  expect(complaintOf(told, givenUp)).toMatch(complaint);
});

test("another key, and a call that was under way already, may have been told something else", () => {
  const pending: Reply<CheckoutAnswer> = { ...confirmed, value: { ...confirmed.value, status: "pending" } };
  const told = [
    { reply: pending, at: 0.2 },
    { reply: unavailable, at: 0 },
    { reply: confirmed, key: "key-2", at: 1 },
  ];
  expect(complaintOf(told, givenUp)).toBeUndefined();
});

test("a refusal that made no order promises nothing of one", () => {
  const told = [
    { reply: refused("SOLD_OUT", { items: [] }), at: 0 },
    { reply: confirmed, at: 1 },
  ];
  expect(complaintOf(told, anOrder({ status: "confirmed", confirmedAt: placedAt }))).toBeUndefined();
});
