import { expect, test } from "vitest";
import type { Order } from "../order/order.ts";
import { anOrder } from "../testing/orders.ts";
import type { LedgerPayment } from "../payment/ledger.ts";
import { judge, look } from "./cases.ts";

const order = (given = anOrder()): Order => {
  const { dueAt: _, ...rest } = given;
  return {
    ...rest,
    version: 3,
    status: "confirmed",
    confirmedAt: "2026-01-01T00:00:01.000Z",
    payment: { state: "captured", attempt: 1, paymentId: "pi_1" },
  };
};
const payment: LedgerPayment = {
  id: "pi_1",
  orderId: order().id,
  currency: "GBP",
  held: 0,
  taken: 3_395,
  refunded: 0,
};
const refunded = { ...payment, refunded: 100 };

/** A shop in which an order reads like this, time after time, and the provider says that. */
function deps(reads: readonly (Order | undefined)[], payments: readonly LedgerPayment[]) {
  const asked: string[] = [];
  let read = 0;
  return {
    asked,
    orders: { get: async () => reads[Math.min(read++, reads.length - 1)] },
    ledger: {
      get: async (id: string) => {
        asked.push(id);
        return payments.find((each) => each.id === id);
      },
      made: async function* () {},
      refunded: async function* () {},
    },
    clock: { now: () => Date.parse("2026-01-01T01:00:00.000Z"), sleep: async () => undefined },
  };
}

const known = {
  orderId: order().id,
  paymentIds: ["pi_1"],
  undecided: false,
  since: "2026-01-01T00:30:00.000Z",
};

test("what agrees is no case, and costs no question", async () => {
  const { asked, ...rest } = deps([], []);
  const subject = { order: order(), payments: [payment], isPlaced: true };
  expect(await judge(rest, subject)).toBeUndefined();
  expect(asked).toEqual([]);
});

test("a payment that was not seen is asked for by its id", async () => {
  const { asked, ...rest } = deps([], [payment]);
  expect(await judge(rest, { order: order(), payments: [], isPlaced: true })).toBeUndefined();
  expect(asked).toEqual(["pi_1"]);
});

test("what looks wrong is looked at again: it may have been read in the middle of a change", async () => {
  const shop = deps([order()], [payment]);
  expect(await judge(shop, { order: order(), payments: [refunded], isPlaced: true })).toBeUndefined();
});

test("an order that moves while it is looked at is not judged, only looked at another time", async () => {
  const moved = { ...order(), version: 4 };
  expect((await look(deps([order(), moved], [refunded]), known)).case).toEqual(known);
  expect(
    (await look(deps([order(), { ...moved, dueAt: "2026-01-01T00:32:00.000Z" }], [refunded]), known)).case,
  ).toEqual(known);
});

test("what stands still and does not agree is a mismatch, and keeps its time as long as it is the same", async () => {
  const first = (await look(deps([order()], [refunded]), known)).case;
  expect(first?.what).toMatch(
    /^another payment at the provider than the order says \(order: 3395 GBP captured/,
  );
  const { what = "" } = first ?? {};
  const since = "2026-01-01T00:45:00.000Z";
  expect((await look(deps([order()], [refunded]), { ...known, what, since })).case?.since).toBe(since);
  const more = { ...refunded, refunded: 200 };
  expect((await look(deps([order()], [more]), { ...known, what, since })).case?.since).not.toBe(since);
  expect(await look(deps([order()], [payment]), { ...known, what, since })).toEqual({ order: order() });
});
