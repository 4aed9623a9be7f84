import { expect, test } from "vitest";
import type { AppError } from "../errors.ts";
import { anOrder } from "../testing/orders.ts";
import type { AdvanceDeps } from "./advance.ts";
import { cancelOrder, deliverOrder, refundOrder, shipOrder } from "./command.ts";
import { move } from "./move.ts";
import type { Order } from "./order.ts";
import { defaultPolicy } from "./policy.ts";
import type { OrderStore } from "./store.ts";
import type { TimelineEntry } from "./timeline.ts";

const now = Date.parse("2026-01-01T00:01:00.000Z");
const by = { actor: "ops@example.com", traceId: "1-00000000-000000000000000000000001" };
const shipment = { carrier: "Royal Mail", trackingNumber: "AB123456789GB" };

/** One row under a version condition, and a rival that moves it right before a commit. */
function oneOrder(row: Order, rival?: (row: Order) => Order) {
  const entries: TimelineEntry[] = [];
  let disturb = rival;
  const orders = {
    get: async () => row,
    commit: async ({ from, order, entry }) => {
      if (disturb) row = disturb(row);
      disturb = undefined;
      if (row.version !== from) return false;
      row = order;
      entries.push(entry);
      return true;
    },
  } as Pick<OrderStore, "get" | "commit"> as OrderStore;
  const clock = { now: () => now, sleep: async () => undefined };
  return { deps: { orders, clock, random: () => 0, policy: defaultPolicy } satisfies AdvanceDeps, entries };
}

const step = (order: Order, ...names: Parameters<typeof move>[1][]) =>
  names.reduce(
    (at, name) =>
      move(
        at,
        name,
        { now, policy: defaultPolicy, actor: "system" },
        {
          paymentId: "pi_1",
          ...(name === "ship" && { shipment }),
        },
      ).order,
    order,
  );
const paid = step(anOrder(), "confirm", "capture");
const refusalOf = (promise: Promise<unknown>) =>
  promise.then(
    () => "done",
    ({ code, details }: AppError) => [code, details["reason"] ?? details["field"] ?? ""],
  );

test("a cancelled order gives its units back, and says who did it and why", async () => {
  const { deps, entries } = oneOrder(paid);
  const order = await cancelOrder(deps, paid, { ...by, reason: "changed their mind" });
  expect(order).toMatchObject({ status: "cancelled", takes: [], reason: "changed their mind" });
  expect(entries).toMatchObject([{ type: "order.cancelled", ...by, reason: "changed their mind" }]);
});

test("what is on its way can't be cancelled, and the reason is told", async () => {
  const shipped = step(paid, "ship");
  expect(await refusalOf(cancelOrder(oneOrder(shipped).deps, shipped, by))).toEqual([
    "CONFLICT",
    "an order that is shipped cannot cancel",
  ]);
});

test("shipped while it was being cancelled: the cancellation sees it and is refused", async () => {
  const { deps, entries } = oneOrder(paid, (row) => step(row, "ship"));
  expect(await refusalOf(cancelOrder(deps, paid, by))).toEqual([
    "CONFLICT",
    "an order that is shipped cannot cancel",
  ]);
  expect(entries).toEqual([]);
});

test("each command repeated changes nothing", async () => {
  const { deps, entries } = oneOrder(paid);
  const refund = { id: "refund-0123456789", amount: { amount: 100, currency: "GBP" } };
  for (let times = 0; times < 2; times++) {
    await refundOrder(deps, (await deps.orders.get(paid.id)) ?? paid, refund, { ...by, reason: "scratched" });
    await shipOrder(deps, (await deps.orders.get(paid.id)) ?? paid, shipment, by);
  }
  await deliverOrder(deps, (await deps.orders.get(paid.id)) ?? paid, by);
  await deliverOrder(deps, (await deps.orders.get(paid.id)) ?? paid, by);
  expect(entries.map(({ type }) => type)).toEqual(["refund.requested", "order.shipped", "order.delivered"]);
});

test("two refunds at once never give back more than was paid", async () => {
  const part = (id: string) => ({ id, amount: { amount: 2_000, currency: "GBP" } });
  const rival = (row: Order) =>
    move(
      row,
      "requestRefund",
      { now, policy: defaultPolicy, actor: "rival" },
      {
        refund: { ...part("rival-0123456789"), reason: "rival", state: "requested" },
      },
    ).order;
  const { deps } = oneOrder(paid, rival);
  expect(
    await refusalOf(refundOrder(deps, paid, part("mine-0123456789"), { ...by, reason: "scratched" })),
  ).toEqual(["INVALID_INPUT", "amount.amount"]);
});

test("one key stands for one refund", async () => {
  const { deps } = oneOrder(paid);
  const refund = (amount: number) =>
    refundOrder(
      deps,
      paid,
      { id: "refund-0123456789", amount: { amount, currency: "GBP" } },
      { ...by, reason: "x" },
    );
  await refund(100);
  expect((await refusalOf(refund(200)))[0]).toBe("IDEMPOTENCY_MISMATCH");
  expect((await refund(100)).order.refunds).toHaveLength(1);
});

test("nothing is shipped before its money is taken, unless shipment is what takes it", async () => {
  const held = step(anOrder(), "confirm");
  expect((await refusalOf(shipOrder(oneOrder(held).deps, held, shipment, by)))[0]).toBe("CONFLICT");
  const { deps } = oneOrder(held);
  const atShipment = { ...deps, policy: { ...defaultPolicy, captureAt: "shipment" as const } };
  expect(await shipOrder(atShipment, held, shipment, by)).toMatchObject({ status: "shipped", shipment });
});

test("a row that stays busy is given up within a bound, and the caller told to try again", async () => {
  const { deps } = oneOrder(paid);
  const busy = { ...deps, orders: { ...deps.orders, commit: async () => false } };
  expect((await refusalOf(cancelOrder(busy, paid, by)))[0]).toBe("RATE_LIMITED");
});

test("what is refunded whole is said to be so", async () => {
  const refund = {
    id: "whole-0123456789",
    amount: paid.totals.total,
    reason: "lost",
    state: "done" as const,
  };
  const returned = move(
    { ...paid, refunds: [{ ...refund, state: "requested" }] },
    "refundRest",
    { now, policy: defaultPolicy, actor: "system" },
    { refund },
  ).order;
  const again = { id: "again-0123456789", amount: { amount: 1, currency: "GBP" } };
  const { deps } = oneOrder(returned);
  await expect(refundOrder(deps, returned, again, { ...by, reason: "x" })).rejects.toThrow(
    "already refunded",
  );
});
