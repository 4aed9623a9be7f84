import { expect, test } from "vitest";
import {
  PaymentRefused,
  PaymentUnknown,
  type PaymentProvider,
  type ProviderPayment,
  type RefundRequest,
} from "../payment/provider.ts";
import { isoTime } from "../ports.ts";
import { anOrder } from "../testing/orders.ts";
import { cancelOrder, refundOrder } from "./command.ts";
import { move } from "./move.ts";
import type { Order } from "./order.ts";
import { defaultPolicy } from "./policy.ts";
import type { SettleDeps } from "./settle.ts";
import type { OrderStore } from "./store.ts";
import { settleOrder, sweep, type SweepLimits, type SweepReport } from "./sweep.ts";

const placedAt = Date.parse(anOrder().placedAt);
const minuteMs = 60_000;
/** How long an order may stay open, see decision 0003. */
const openAtMostMs = 17 * minuteMs;
const ample: SweepLimits = { orders: 1_000, runMs: 35_000 };
const paymentId = "pi_1";
const amount = anOrder().totals.total;
const by = { actor: "ops", traceId: anOrder().traceId, reason: "scratched" };

/** What the provider says of a payment that it is asked for by the order's id, or its own. */
type Say = (id: string) => ProviderPayment | undefined;
const silent: Say = () => {
  throw new PaymentUnknown("no answer");
};
const waitsForTheCardholder: Say = () => ({
  paymentId,
  amount,
  state: "requires_action",
  redirectUrl: "https://bank.example",
});

interface Provider {
  say: Say;
  /** What it says of a refund. */
  refund: PaymentProvider["refund"];
  /** How long it takes over an answer, or over none. */
  takesMs: number;
}

/** Rows in memory that the sweeper comes by every minute, as it would to the table, on a clock of their own. */
function openShop(...orders: Order[]) {
  const rows = new Map(orders.map((order) => [order.id, order]));
  const clock = { ms: placedAt, now: () => clock.ms, sleep: async (ms: number) => void (clock.ms += ms) };
  const provider: Provider = {
    say: silent,
    refund: async () => ({ state: "done", refundId: "re_1" }),
    takesMs: 8_000,
  };
  const answer = async (id: string) => {
    clock.ms += provider.takesMs;
    return provider.say(id);
  };
  const payments = {
    get: answer,
    find: answer,
    capture: answer,
    void: answer,
    refund: (request: RefundRequest) => provider.refund(request),
  } as unknown as PaymentProvider;
  const change = (order: Order, changes: Partial<Order>) => void rows.set(order.id, { ...order, ...changes });
  const store = {
    get: async (id) => rows.get(id),
    commit: async ({ from, order }) =>
      rows.get(order.id)?.version === from && Boolean(rows.set(order.id, order)),
    due: async (before, limit) =>
      [...rows.values()]
        .filter(({ dueAt }) => dueAt !== undefined && dueAt <= before)
        .sort((a, b) => (a.dueAt! < b.dueAt! ? -1 : 1))
        .map(({ id }) => id)
        .slice(0, limit),
    postpone: async (id, dueAt) => {
      const row = rows.get(id);
      if (row?.dueAt !== undefined && row.dueAt < dueAt) change(row, { dueAt });
    },
    finish: async (order) => {
      const { dueAt: _, ...row } = order;
      if (rows.get(order.id)?.version === order.version) rows.set(order.id, row);
    },
  } as Partial<OrderStore> as OrderStore;
  const ignore = () => undefined;
  const log = { info: ignore, warn: ignore, error: ignore };
  const deps: SettleDeps = { orders: store, payments, clock, random: () => 0, policy: defaultPolicy, log };
  return {
    deps,
    clock,
    provider,
    store,
    row: (id = anOrder().id) => rows.get(id)!,
    /** The run that begins this many minutes after the order was placed. */
    runAt(minute: number, { limits = ample, lateMs = 0 } = {}): Promise<SweepReport> {
      clock.ms = placedAt + minute * minuteMs + lateMs;
      return sweep(deps, limits);
    },
  };
}

const inMinutes = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
const numbered = (count: number) =>
  Array.from({ length: count }, (_, i) => anOrder({ id: `ord_${String(i).padStart(24, "0")}` }));

/** Its money was taken a minute after it was placed. */
function paid(): Order {
  const context = { now: placedAt + minuteMs, policy: defaultPolicy, actor: "system" };
  const confirmed = move(anOrder(), "confirm", context, { paymentId }).order;
  return move(confirmed, "capture", context).order;
}

test("while the provider is silent, every run says how long the oldest order is open, and the bound is passed", async () => {
  const shop = openShop(anOrder());
  for (const minute of inMinutes(1, 9)) {
    expect(await shop.runAt(minute), `minute ${minute}`).toMatchObject({ postponed: 1, oldestOpenMs: 0 });
  }
  for (const minute of inMinutes(10, 20)) {
    // No schedule is exact: the next run may begin somewhat less than a minute later.
    const lateMs = minute % 2 === 0 ? 4_000 : 0;
    const { postponed, oldestOpenMs } = await shop.runAt(minute, { lateMs });
    expect(postponed, `minute ${minute}`).toBe(1);
    expect(oldestOpenMs).toBe(minute * minuteMs + lateMs + shop.provider.takesMs);
    expect(oldestOpenMs > openAtMostMs).toBe(minute >= 17);
  }
});

test("once the provider speaks again, nothing is open any more within the minute", async () => {
  const shop = openShop(anOrder());
  for (const minute of inMinutes(1, 20)) await shop.runAt(minute);
  shop.provider.say = () => ({ paymentId, amount, state: "authorized" });
  expect(await shop.runAt(21)).toMatchObject({ settled: 1, oldestOpenMs: 0 });
  expect(shop.row()).toMatchObject({ status: "confirmed", payment: { state: "authorized" } });
});

test("a customer at the bank is no backlog before the reservation is over, and is given the one extension", async () => {
  const shop = openShop(anOrder());
  shop.provider.say = waitsForTheCardholder;
  const reports = [];
  for (const minute of inMinutes(1, 17)) reports.push(await shop.runAt(minute));
  expect(reports.map(({ oldestOpenMs }) => oldestOpenMs)).toEqual(reports.map(() => 0));
  expect(shop.row()).toMatchObject({ status: "expired", extendedAt: expect.any(String) });
  expect(Date.parse(shop.row().movedAt!) - placedAt).toBeLessThan(openAtMostMs);
});

test("an order that always fails is counted in every run, with its age, and does not keep the others waiting", async () => {
  const [broken, ...others] = numbered(40) as [Order, ...Order[]];
  const shop = openShop(broken, ...others);
  shop.provider.say = (orderId) => {
    if (orderId === broken.id) throw new TypeError("not a payment");
    return { paymentId, amount, state: "failed", declineCode: "card_declined" };
  };
  shop.provider.takesMs = 0;
  expect(await shop.runAt(1)).toMatchObject({ due: 40, settled: 39, failed: 1, unreached: 0 });
  for (const minute of inMinutes(2, 20)) {
    expect(await shop.runAt(minute), `minute ${minute}`).toEqual({
      due: 1,
      settled: 0,
      postponed: 0,
      failed: 1,
      unreached: 0,
      oldestOpenMs: minute < 10 ? 0 : minute * minuteMs,
    });
  }
});

test.each([
  ["too many requests", "postponed", new PaymentRefused("rate_limited", "429")],
  ["silence", "postponed", new PaymentUnknown("no answer")],
  ["a refusal", "failed", new PaymentRefused("rejected", "no such payment")],
])("a capture that meets with %s counts as %s", async (_, outcome, refusal) => {
  const context = { now: placedAt, policy: defaultPolicy, actor: "system" };
  const shop = openShop(move(anOrder(), "confirm", context, { paymentId }).order);
  shop.provider.say = () => {
    throw refusal;
  };
  expect(await shop.runAt(20)).toMatchObject({ due: 1, [outcome]: 1 });
});

test("a row that can't be read is counted as failed", async () => {
  const shop = openShop(anOrder());
  shop.store.get = () => Promise.reject(new SyntaxError("no order"));
  expect(await shop.runAt(1)).toMatchObject({ due: 1, failed: 1, oldestOpenMs: 0 });
});

test("what was due and not looked at before the time was up is counted, and comes first in the next run", async () => {
  const orders = numbered(40);
  const shop = openShop(...orders);
  shop.provider.takesMs = 16_000;
  const first = await shop.runAt(10, { limits: { ...ample, runMs: 15_000 } });
  expect(first.due).toBe(40);
  expect(first.unreached).toBeGreaterThan(0);
  expect(first.postponed + first.unreached).toBe(40);
  const untouched = orders.filter(({ id }) => shop.row(id).dueAt === anOrder().dueAt);
  expect(untouched).toHaveLength(first.unreached);
  const next = await shop.store.due(isoTime(placedAt + 11 * minuteMs), first.unreached);
  expect(new Set(next)).toEqual(new Set(untouched.map(({ id }) => id)));
});

test("of more orders than one run takes on, the others are counted and aged, though all that it took on were settled", async () => {
  const shop = openShop(...numbered(40));
  shop.provider.say = () => ({ paymentId, amount, state: "failed", declineCode: "card_declined" });
  shop.provider.takesMs = 0;
  const limits = { ...ample, orders: 10 };
  const reports = [];
  for (const minute of [20, 21, 22, 23]) reports.push(await shop.runAt(minute, { limits }));
  expect(reports.map(({ due, settled, unreached }) => [due, settled, unreached])).toEqual([
    [10, 10, 10],
    [10, 10, 10],
    [10, 10, 10],
    [10, 10, 0],
  ]);
  expect(reports.map(({ oldestOpenMs }) => oldestOpenMs / minuteMs)).toEqual([20, 21, 22, 0]);
});

test("a hint at somebody else's payment, or at one of another amount, pays for nothing", async () => {
  const shop = openShop(anOrder());
  shop.provider.takesMs = 0;
  const payments: Record<string, ProviderPayment> = {
    pi_other: { paymentId: "pi_other", orderId: "ord_other", amount, state: "authorized" },
    pi_less: {
      paymentId: "pi_less",
      orderId: anOrder().id,
      amount: { ...amount, amount: 1 },
      state: "authorized",
    },
    pi_own: { paymentId: "pi_own", orderId: anOrder().id, amount, state: "authorized" },
  };
  shop.provider.say = (id) => payments[id];
  for (const hinted of ["pi_other", "pi_less"]) {
    expect(await settleOrder(shop.deps, shop.row(), hinted)).toMatchObject({ order: { status: "pending" } });
    expect(shop.row()).toEqual(anOrder());
  }
  expect(await settleOrder(shop.deps, shop.row(), "pi_own")).toBeUndefined();
  expect(shop.row()).toMatchObject({ status: "confirmed", payment: { paymentId: "pi_own" } });
});

test("money that can't be taken makes an order open since its last move", async () => {
  const context = { now: placedAt + minuteMs, policy: defaultPolicy, actor: "system" };
  const shop = openShop(move(anOrder(), "confirm", context, { paymentId }).order);
  shop.provider.takesMs = 0;
  expect(await shop.runAt(2)).toMatchObject({ due: 0 });
  for (const minute of inMinutes(3, 20)) {
    expect((await shop.runAt(minute)).oldestOpenMs).toBe((minute - 1) * minuteMs);
  }
});

test("a refund that a bank takes days over is looked at again and is no backlog; one that nobody answers for is", async () => {
  const shop = openShop(paid());
  shop.clock.ms += 2 * minuteMs;
  await refundOrder(shop.deps, shop.row(), { id: "refund-0123456789", amount }, by);
  shop.provider.refund = async () => ({ state: "pending", refundId: "re_1" });
  for (const minute of [5, 6, 20, 5 * 24 * 60]) {
    expect(await shop.runAt(minute), `minute ${minute}`).toMatchObject({ postponed: 1, oldestOpenMs: 0 });
  }
  shop.provider.refund = () => Promise.reject(new PaymentUnknown("no answer"));
  expect(await shop.runAt(5 * 24 * 60 + 1)).toMatchObject({
    postponed: 1,
    failed: 0,
    oldestOpenMs: (5 * 24 * 60 - 1) * minuteMs,
  });
  shop.provider.refund = async () => ({ state: "done", refundId: "re_1" });
  expect(await shop.runAt(5 * 24 * 60 + 2)).toMatchObject({ settled: 1, oldestOpenMs: 0 });
  expect(shop.row().payment.state).toBe("refunded");
  expect(shop.row().dueAt).toBeUndefined();
});

test("other money does not wait behind a refund that a bank takes days over", async () => {
  const shop = openShop(paid());
  shop.clock.ms += 2 * minuteMs;
  const part = (id: string, minor: number) => ({ id, amount: { ...amount, amount: minor } });
  for (const [id, minor] of [
    ["slow-0123456789", 100],
    ["swift-0123456789", 200],
  ] as const) {
    await refundOrder(shop.deps, shop.row(), part(id, minor), by);
  }
  await cancelOrder(shop.deps, shop.row(), by);
  shop.provider.refund = async ({ idempotencyKey }) => ({
    state: idempotencyKey.includes("slow") ? "pending" : "done",
    refundId: "re_1",
  });
  expect(await shop.runAt(5)).toMatchObject({ postponed: 1, oldestOpenMs: 0 });
  expect(shop.row().refunds.map(({ amount: { amount: minor }, state }) => [minor, state])).toEqual([
    [100, "requested"],
    [200, "done"],
    [amount.amount - 300, "done"],
  ]);
  shop.provider.refund = async () => ({ state: "done", refundId: "re_1" });
  expect(await shop.runAt(8)).toMatchObject({ settled: 1 });
  expect(shop.row()).toMatchObject({ status: "cancelled", payment: { state: "refunded" } });
});

test("money of an ended order that the provider refuses to give back keeps the order open until it is back", async () => {
  const context = { now: placedAt + 10 * minuteMs, policy: defaultPolicy, actor: "system" };
  const shop = openShop(move(anOrder(), "expire", context, { paymentId }).order);
  shop.provider.takesMs = 0;
  shop.provider.say = () => ({ paymentId, amount, state: "captured" });
  shop.provider.refund = async () => ({ state: "failed", code: "lost_or_stolen_card" });
  for (const minute of [12, 30, 24 * 60]) {
    expect(await shop.runAt(minute), `minute ${minute}`).toMatchObject({
      postponed: 1,
      oldestOpenMs: (minute - 10) * minuteMs,
    });
  }
  shop.provider.say = () => ({ paymentId, amount, state: "refunded" });
  expect(await shop.runAt(24 * 60 + 1)).toMatchObject({ settled: 1, oldestOpenMs: 0 });
  expect(shop.row().dueAt).toBeUndefined();
});

test("a hold that was lost before it was taken leaves the order due no longer: its entry alone tells of it", async () => {
  const context = { now: placedAt + minuteMs, policy: defaultPolicy, actor: "system" };
  const shop = openShop(move(anOrder(), "confirm", context, { paymentId }).order);
  shop.provider.takesMs = 0;
  shop.provider.say = () => ({ paymentId, amount, state: "voided" });
  expect(await shop.runAt(3)).toMatchObject({ settled: 1, failed: 0, oldestOpenMs: 0 });
  expect(shop.row()).toMatchObject({ status: "confirmed", payment: { state: "failed" } });
  expect(shop.row().dueAt).toBeUndefined();
  expect(await shop.runAt(4)).toMatchObject({ due: 0, oldestOpenMs: 0 });
});
