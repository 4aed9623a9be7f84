import { expect, test } from "vitest";
import { AppError } from "../errors.ts";
import type { ShardLevels, Take } from "../stock/shards.ts";
import { anOrder } from "../testing/orders.ts";
import { aProduct } from "../testing/products.ts";
import { reserve, type ReserveDeps } from "./reserve.ts";
import type { ReserveOutcome } from "./store.ts";

/** A store that answers each attempt in turn, the last answer again and again, and writes down what was tried. */
function rigged(outcomes: readonly ReserveOutcome["kind"][], levels: Record<string, ShardLevels>) {
  const tried: (readonly Take[])[] = [];
  const slept: number[] = [];
  const reserveOnce = async (order: { takes: readonly Take[] }): Promise<ReserveOutcome> => {
    const kind = outcomes[Math.min(tried.length, outcomes.length - 1)];
    tried.push(order.takes);
    return kind === "short"
      ? { kind, takes: order.takes }
      : kind === "contended"
        ? { kind }
        : { kind: "reserved" };
  };
  const deps = {
    orders: { reserve: reserveOnce },
    stock: { levels: async () => new Map(Object.entries(levels)) },
    clock: { now: () => 0, sleep: async (ms: number) => void slept.push(ms) },
    random: () => 0.5,
  } as unknown as ReserveDeps;
  return { deps, tried, slept };
}

const line = (sku: string, quantity: number) => ({
  sku,
  quantity,
  name: sku,
  unitPrice: { amount: 1, currency: "GBP" },
});
const shop = (...skus: string[]) => new Map(skus.map((sku) => [sku, aProduct({ sku, stockShards: 60 })]));
const { takes: _, ...draft } = anOrder();

const refusal = (run: Promise<unknown>) =>
  run.then(
    () => undefined,
    (error: unknown) => (error instanceof AppError ? error : Promise.reject(error as Error)),
  );

test("a guess that finds its shard empty is followed by a plan that takes what there is", async () => {
  const { deps, tried } = rigged(["short", "reserved"], { A: [0, 2, 1] });
  const { order } = await reserve(deps, draft, [line("A", 3)], shop("A"));
  expect(order.takes).toEqual([
    { sku: "A", shard: 1, quantity: 2 },
    { sku: "A", shard: 2, quantity: 1 },
  ]);
  expect(tried).toHaveLength(2);
});

test("sold out is said only when all shards together hold too little, with what is left of each", async () => {
  const { deps } = rigged(["short"], { A: [1, 1], B: [5] });
  const error = await refusal(reserve(deps, draft, [line("A", 3), line("B", 1)], shop("A", "B")));
  expect(error).toMatchObject({ code: "SOLD_OUT", details: { items: [{ sku: "A", left: 2 }] } });
});

test("contention is waited out with growing, jittered pauses, and given up within a bound", async () => {
  const { deps, tried, slept } = rigged(["contended"], {});
  const error = await refusal(reserve(deps, draft, [line("A", 1)], shop("A")));
  expect(error).toMatchObject({ code: "RATE_LIMITED", details: { retryAfterSeconds: 1 } });
  expect(tried).toHaveLength(16);
  expect(slept[3]).toBeGreaterThan(slept[0] ?? Infinity);
  expect(Math.max(...slept)).toBeLessThanOrEqual(400);
});

test("a basket that lies in more shards than a transaction can hold is answered, not attempted", async () => {
  const crumbs = Array.from({ length: 60 }, () => 1);
  const { deps, tried } = rigged(["short"], { A: crumbs, B: crumbs });
  const error = await refusal(reserve(deps, draft, [line("A", 50), line("B", 49)], shop("A", "B")));
  expect(error?.code).toBe("RATE_LIMITED");
  expect(tried).toHaveLength(1);
});
