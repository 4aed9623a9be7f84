import { expect, test } from "vitest";
import { keep, parseKeptOrders } from "./read-tokens.ts";

const order = (orderId: string, readToken = "token") => ({ orderId, readToken });

test("keeps the newest first, one per order, and not without end", () => {
  const kept = keep(keep(keep([], order("a")), order("b")), order("a", "newer"));
  expect(kept).toEqual([order("a", "newer"), order("b")]);
  const many = Array.from({ length: 60 }, (_, i) => order(String(i)));
  expect(many.reduce<ReturnType<typeof parseKeptOrders>>(keep, [])).toHaveLength(50);
});

test("what others wrote into storage is dropped", () => {
  expect(parseKeptOrders(null)).toEqual([]);
  expect(parseKeptOrders("{")).toEqual([]);
  expect(parseKeptOrders(JSON.stringify([order("a"), { orderId: 1 }, null, "x"]))).toEqual([order("a")]);
});
