import * as fc from "fast-check";
import { expect, test } from "vitest";
import { anOrder } from "../testing/orders.ts";
import { lifecycle, moveNames, refusal } from "./lifecycle.ts";
import { move } from "./move.ts";
import { orderSchema, personOf, type Order } from "./order.ts";
import { defaultPolicy as policy } from "./policy.ts";

const anyWalk = fc.array(fc.constantFrom(...moveNames), { maxLength: 30 });
const units = (order: Order) => order.takes.reduce((total, take) => total + take.quantity, 0);

function walk(
  moves: readonly (typeof moveNames)[number][],
  visit: (before: Order, after: Order, released: number) => void,
) {
  let order = anOrder();
  for (const [step, name] of moves.entries()) {
    if (refusal(order, name) !== undefined) continue;
    const transition = move(order, name, {
      now: Date.parse(order.placedAt) + step * 1_000,
      actor: "system",
      policy,
    });
    visit(
      order,
      transition.order,
      transition.releases.reduce((total, take) => total + take.quantity, 0),
    );
    order = transition.order;
  }
  return order;
}

test("whatever is tried in whatever order, units are either held or given back, and given back once", () => {
  fc.assert(
    fc.property(anyWalk, (moves) => {
      let released = 0;
      const order = walk(moves, (_, __, units) => (released += units));
      expect(units(order) + released).toBe(2);
      expect(order.releasedAt !== undefined).toBe(released > 0);
    }),
  );
});

test("an order that ended without a sale never moves again, but to be erased", () => {
  fc.assert(
    fc.property(anyWalk, (moves) => {
      const steps = moves.filter((name) => name !== "disclose");
      walk(steps, ({ status, confirmedAt, erasedAt }, after) => {
        if (erasedAt === undefined && after.erasedAt !== undefined) return;
        expect(["declined", "expired"]).not.toContain(status);
        if (status === "cancelled") expect(confirmedAt).toBeDefined();
      });
    }),
  );
});

test("an order is erased once, when it is over, and no later move brings its person back", () => {
  fc.assert(
    fc.property(anyWalk, (moves) => {
      walk([...moves, "erase", ...moves], (before, after) => {
        if (before.erasedAt !== undefined) expect(after.erasedAt).toBe(before.erasedAt);
        if (after.erasedAt === undefined) return;
        expect(personOf(after)).toBeUndefined();
        expect(["pending", "confirmed", "shipped"]).not.toContain(after.status);
      });
    }),
  );
});

test("that a person's data were handed out changes nothing of an order", () => {
  fc.assert(
    fc.property(anyWalk, (moves) => {
      const before = walk(moves, () => undefined);
      expect(walk([...moves, "disclose"], () => undefined)).toEqual({
        ...before,
        version: before.version + 1,
      });
    }),
  );
});

test("what has left is never cancelled, and what was called off never leaves", () => {
  fc.assert(
    fc.property(anyWalk, (moves) => {
      walk(moves, (before, after) => {
        if (before.status === "shipped" || before.status === "delivered")
          expect(["shipped", "delivered"]).toContain(after.status);
        if (before.status === "cancelled") expect(after.status).toBe("cancelled");
      });
    }),
  );
});

test("a reservation is extended once, and the way to the bank stays open", () => {
  const waiting = move(
    anOrder(),
    "awaitAction",
    { now: 0, actor: "system", policy },
    { redirectUrl: "https://b" },
  );
  const longer = move(waiting.order, "extend", {
    now: Date.parse(anOrder().expiresAt),
    actor: "system",
    policy,
  });
  expect(longer.order.expiresAt).toBe("2026-01-01T00:15:00.000Z");
  expect(longer.order.payment).toMatchObject({ state: "requires_action", redirectUrl: "https://b" });
  expect(refusal(longer.order, "extend")).toBe("an order can extend only once");
});

test("each move raises the version by one and writes the entry of that number", () => {
  fc.assert(
    fc.property(anyWalk, (moves) => {
      let order = anOrder();
      for (const name of moves.filter((each) => refusal(order, each) === undefined)) {
        if (refusal(order, name) !== undefined) continue;
        const transition = move(order, name, { now: 0, actor: "system", policy });
        expect(transition.from).toBe(order.version);
        expect(transition.order.version).toBe(order.version + 1);
        expect(transition.entry.seq).toBe(transition.order.version);
        expect(transition.entry.order.status).toBe(transition.order.status);
        expect(orderSchema.parse(transition.order)).toEqual(transition.order);
        order = transition.order;
      }
    }),
  );
});

test("only an order with something open is due", () => {
  const end = (moves: readonly (typeof moveNames)[number][]) => walk(moves, () => undefined);
  expect(end(["loseSight"]).dueAt).toBe("2026-01-01T00:00:30.000Z");
  expect(end(["confirm"]).dueAt).toBe("2026-01-01T00:02:00.000Z");
  expect(end(["confirm", "capture"]).dueAt).toBeUndefined();
  expect(end(["decline"]).dueAt).toBeUndefined();
  // Ended without the provider's word: it is asked once more whether it holds anything.
  expect(end(["awaitAction", "expire"]).dueAt).toBe("2026-01-01T00:02:01.000Z");
});

test("a forbidden move is refused with the reason, and thrown when made all the same", () => {
  const confirmed = move(anOrder(), "confirm", { now: 0, actor: "system", policy }).order;
  expect(refusal(confirmed, "decline")).toBe("an order that is confirmed cannot decline");
  expect(refusal(anOrder(), "capture")).toBe("an order that is pending cannot capture");
  expect(() => move(confirmed, "confirm", { now: 0, actor: "system", policy })).toThrow(
    "confirmed cannot confirm",
  );
});

test("money is taken only from a confirmed order whose money is held", () => {
  expect(lifecycle.capture.from).not.toContain("pending");
  expect(lifecycle.capture.payment).toEqual(["authorized"]);
});
