import * as fc from "fast-check";
import { expect, test } from "vitest";
import { anOrder } from "../testing/orders.ts";
import { cancellationRefundId, moneyStep, type MoneyStep } from "./moneyStep.ts";
import { refusal, type MoveName } from "./lifecycle.ts";
import { move, type Particulars } from "./move.ts";
import type { Order } from "./order.ts";
import { defaultPolicy, heldAtMostMs, type OrderPolicy } from "./policy.ts";
import { newRefund, refundable, refundedMinor } from "./refund.ts";

const total = anOrder().totals.total.amount;
const placedAt = Date.parse(anOrder().placedAt);

/** What a person or the provider may do between two steps of ours. */
const happening = fc.oneof(
  fc
    .constantFrom("confirm", "cancel", "ship", "deliver", "abandon", "expire", "decline", "pay", "refuse")
    .map((name) => ({
      name,
      amount: 0,
    })),
  fc.integer({ min: 1, max: total }).map((amount) => ({ name: "refund", amount })),
);
type Happening = { readonly name: string; readonly amount: number };

interface World {
  readonly order: Order;
  /** The provider's side: what it has taken and what it gave back. */
  readonly held: boolean;
  readonly taken: number;
  readonly returned: number;
}

function make(order: Order, name: MoveName, policy: OrderPolicy, particulars: Particulars = {}): Order {
  return move(order, name, { now: placedAt, policy, actor: "system" }, particulars).order;
}

function happen(world: World, { name, amount }: Happening, policy: OrderPolicy): World {
  const { order } = world;
  if (name === "pay") return pay(world, policy);
  if (name === "refuse") return refuse(world, policy);
  if (name === "refund") {
    if (refusal(order, "requestRefund") !== undefined || amount > refundable(order).amount) return world;
    const refund = newRefund(order, `r${order.version}`, "scratched", { amount, currency: "GBP" });
    return { ...world, order: make(order, "requestRefund", policy, { refund }) };
  }
  const wanted = name as MoveName;
  if (refusal(order, wanted) !== undefined) return world;
  const held = wanted === "confirm" ? true : world.held;
  return { ...world, held, order: make(order, wanted, policy, { paymentId: "pi_1" }) };
}

/** The provider fails a refund for good that it had accepted: any of those under way, here the last. */
function refuse(world: World, policy: OrderPolicy): World {
  const refund = world.order.refunds.findLast(({ state }) => state === "requested");
  if (!refund) return world;
  const failed = { refund: { ...refund, state: "failed" as const } };
  return { ...world, order: make(world.order, "failRefund", policy, failed) };
}

/** Of what follows from the cancellation itself: that the provider refused it is for a person to look at. */
const waitsForAPerson = ({ refunds }: Order) =>
  refunds.some(({ id, state }) => id.startsWith("cancellation") && state === "failed");

/** One step of the money, with a provider that always answers. */
function pay(world: World, policy: OrderPolicy): World {
  const step = moneyStep(world.order, policy, placedAt);
  return step ? take(world, step, policy) : world;
}

function take(world: World, step: MoneyStep, policy: OrderPolicy): World {
  const { order } = world;
  switch (step.kind) {
    case "capture":
      return { ...world, taken: total, held: false, order: make(order, "capture", policy) };
    case "void":
      return { ...world, held: false, order: make(order, "void", policy) };
    case "requestRefund":
      return {
        ...world,
        order: make(order, "requestRefund", policy, {
          refund: newRefund(order, cancellationRefundId(order), "cancelled"),
        }),
      };
    case "refund": {
      const returned = world.returned + step.refund.amount.amount;
      const name = returned === total ? "refundRest" : "refundPart";
      const refund = { ...step.refund, state: "done" as const };
      return { ...world, returned, order: make(order, name, policy, { refund }) };
    }
  }
}

function settled(happenings: readonly Happening[], policy: OrderPolicy): World {
  let world: World = { order: anOrder(), held: false, taken: 0, returned: 0 };
  for (const each of happenings) world = happen(world, each, policy);
  for (let rounds = 0; moneyStep(world.order, policy, placedAt); rounds++) {
    expect(rounds).toBeLessThan(100); // it ends
    world = pay(world, policy);
  }
  return world;
}

const policies: OrderPolicy[] = [defaultPolicy, { ...defaultPolicy, captureAt: "shipment" }];

test("whatever people do in whatever order, once the money rests it lies where the order says", () => {
  fc.assert(
    fc.property(
      fc.array(happening, { maxLength: 20 }),
      fc.constantFrom(...policies),
      (happenings, policy) => {
        const { order, held, taken, returned } = settled(happenings, policy);
        expect(returned).toBe(refundedMinor(order, "done"));
        expect(returned).toBeLessThanOrEqual(taken);
        const kept = ["confirmed", "shipped", "delivered"].includes(order.status);
        if (!kept && order.status !== "pending") {
          expect(held).toBe(false);
          if (!waitsForAPerson(order)) expect(taken - returned).toBe(0);
        }
        if (kept) expect(held || taken === total).toBe(true);
        if (order.status === "shipped") expect(taken).toBe(total);
      },
    ),
  );
});

test("an order is due exactly as long as its money is on its way or undecided", () => {
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 20 }), (happenings) => {
      let world: World = { order: anOrder(), held: false, taken: 0, returned: 0 };
      for (const each of happenings) {
        world = happen(world, each, defaultPolicy);
        const { order } = world;
        const mayHideMoney = order.status === "pending" || order.confirmedAt === undefined;
        if (!mayHideMoney) {
          expect(order.dueAt !== undefined).toBe(moneyStep(order, defaultPolicy, placedAt) !== undefined);
        }
      }
    }),
  );
});

test("taken at shipment: a hold waits for the goods to leave, but not until it lapses", () => {
  const policy: OrderPolicy = { ...defaultPolicy, captureAt: "shipment" };
  const confirmed = make(anOrder(), "confirm", policy, { paymentId: "pi_1" });
  expect(moneyStep(confirmed, policy, placedAt)).toBeUndefined();
  expect(moneyStep(confirmed, policy, placedAt + heldAtMostMs)).toEqual({ kind: "capture" });
  expect(confirmed.dueAt).toBe("2026-01-05T00:00:00.000Z");
  const shipment = { carrier: "Royal Mail", trackingNumber: "AB123456789GB" };
  const shipped = make(confirmed, "ship", policy, { shipment });
  expect(moneyStep(shipped, policy, placedAt)).toEqual({ kind: "capture" });
});

test("a refund that the provider refuses for good is not asked for again", () => {
  const captured = make(
    make(anOrder(), "confirm", defaultPolicy, { paymentId: "pi_1" }),
    "capture",
    defaultPolicy,
  );
  const cancelled = make(captured, "cancel", defaultPolicy);
  expect(moneyStep(cancelled, defaultPolicy, placedAt)).toEqual({ kind: "requestRefund" });
  const refund = newRefund(cancelled, cancellationRefundId(cancelled), "cancelled");
  const requested = make(cancelled, "requestRefund", defaultPolicy, { refund });
  const failed = make(requested, "failRefund", defaultPolicy, { refund: { ...refund, state: "failed" } });
  expect(moneyStep(failed, defaultPolicy, placedAt)).toBeUndefined();
  expect(refundable(failed)).toEqual(failed.totals.total);
});

test("a refund that failed before does not keep a cancelled order's money", () => {
  const confirmed = make(anOrder(), "confirm", defaultPolicy, { paymentId: "pi_1" });
  const captured = make(confirmed, "capture", defaultPolicy);
  const refund = newRefund(captured, "by-hand", "scratched", { amount: 100, currency: "GBP" });
  const requested = make(captured, "requestRefund", defaultPolicy, { refund });
  const failed = make(requested, "failRefund", defaultPolicy, { refund: { ...refund, state: "failed" } });
  const cancelled = make(failed, "cancel", defaultPolicy);
  expect(moneyStep(cancelled, defaultPolicy, placedAt)).toEqual({ kind: "requestRefund" });
  expect(refundable(cancelled)).toEqual(cancelled.totals.total);
});

test("a refund that fails after the order was cancelled is made up for by another", () => {
  const confirmed = make(anOrder(), "confirm", defaultPolicy, { paymentId: "pi_1" });
  const captured = make(confirmed, "capture", defaultPolicy);
  const part = newRefund(captured, "by-hand", "scratched", { amount: 100, currency: "GBP" });
  let order = make(captured, "requestRefund", defaultPolicy, { refund: part });
  order = make(order, "cancel", defaultPolicy);
  const rest = newRefund(order, cancellationRefundId(order), "cancelled");
  order = make(order, "requestRefund", defaultPolicy, { refund: rest });
  order = make(order, "refundPart", defaultPolicy, { refund: { ...rest, state: "done" } });
  expect(moneyStep(order, defaultPolicy, placedAt, new Set([part.id]))).toBeUndefined();

  order = make(order, "failRefund", defaultPolicy, { refund: { ...part, state: "failed" } });
  expect(moneyStep(order, defaultPolicy, placedAt)).toEqual({ kind: "requestRefund" });
  const again = newRefund(order, cancellationRefundId(order), "cancelled");
  expect(again).toMatchObject({ id: "cancellation:2", amount: part.amount });
});
