import { expect, test } from "vitest";
import { AppError } from "../errors.ts";
import { stockProofs } from "../stock/proofs.ts";
import type { ShardLevels, Take } from "../stock/shards.ts";
import { anOrder } from "../testing/orders.ts";
import { aProduct } from "../testing/products.ts";
import type { Order } from "./order.ts";
import { reserve, type ReserveDeps } from "./reserve.ts";
import type { ReserveOutcome } from "./store.ts";

/**
 * A store that answers each attempt in turn, the last answer again and again, and writes down what was tried and asked.
 *
 * @param outcomes a list of SKUs stands for "these are short"; "short" for all that were tried
 */
function rigged(
  outcomes: readonly (ReserveOutcome["kind"] | readonly string[])[],
  levels: Record<string, ShardLevels>,
  random = () => 0.5,
) {
  const tried: (readonly Take[])[] = [];
  const slept: number[] = [];
  const calls: { glances: string[][]; proofs: string[] } = { glances: [], proofs: [] };
  const time = { now: 0 };
  const clock = { now: () => time.now, sleep: async (ms: number) => void slept.push(ms) };
  const reserveOnce = async (order: { takes: readonly Take[] }): Promise<ReserveOutcome> => {
    const outcome = outcomes[Math.min(tried.length, outcomes.length - 1)];
    tried.push(order.takes);
    if (outcome === "short") return { kind: "short", takes: order.takes };
    if (Array.isArray(outcome)) {
      return { kind: "short", takes: order.takes.filter(({ sku }) => outcome.includes(sku)) };
    }
    return { kind: outcome === "contended" ? outcome : "reserved" };
  };
  const stock = {
    glance: async (skus: readonly { sku: string }[]) => {
      calls.glances.push(skus.map(({ sku }) => sku));
      return new Map(Object.entries(levels));
    },
    levels: async ({ sku }: { sku: string }) => {
      calls.proofs.push(sku);
      return levels[sku] ?? [];
    },
  } as unknown as ReserveDeps["stock"];
  const deps = {
    orders: { reserve: reserveOnce },
    stock,
    proofs: stockProofs({ stock, clock }),
    clock,
    random,
  } as unknown as ReserveDeps;
  return { deps, tried, slept, calls, time, levels };
}

const line = (sku: string, quantity: number) => ({
  sku,
  quantity,
  name: sku,
  unitPrice: { amount: 1, currency: "GBP" },
});
const shopOf = (stockShards: number, skus: readonly string[]) =>
  new Map(skus.map((sku) => [sku, aProduct({ sku, stockShards })]));
const shop = (...skus: string[]) => shopOf(60, skus);
const narrowShop = (...skus: string[]) => shopOf(2, skus);
const { takes: _, ...draft } = anOrder();

const refusal = (run: Promise<unknown>) =>
  run.then(
    () => undefined,
    (error: unknown) => (error instanceof AppError ? error : Promise.reject(error as Error)),
  );

test("a guess that finds its shard empty is followed by a plan that takes what there is", async () => {
  const { deps, tried, calls } = rigged(["short", "reserved"], { A: [0, 2, 1] });
  const { order } = await reserve(deps, draft, [line("A", 3)], shop("A"));
  expect(order.takes).toEqual([
    { sku: "A", shard: 1, quantity: 2 },
    { sku: "A", shard: 2, quantity: 1 },
  ]);
  expect(tried).toHaveLength(2);
  expect(calls.proofs).toEqual([]);
});

test("sold out is said only when all shards together hold too little, with what is left of each", async () => {
  const { deps } = rigged(["short"], { A: [1, 1], B: [5] });
  const error = await refusal(reserve(deps, draft, [line("A", 3), line("B", 1)], shop("A", "B")));
  expect(error).toMatchObject({ code: "SOLD_OUT", details: { items: [{ sku: "A", left: 2 }] } });
});

test("a basket that lacks several SKUs is told of all of them at once", async () => {
  const { deps } = rigged(["short"], { A: [1], B: [0], C: [9] });
  const error = await refusal(
    reserve(deps, draft, [line("A", 3), line("B", 1), line("C", 1)], shop("A", "B", "C")),
  );
  expect(error?.details["items"]).toEqual([
    { sku: "A", left: 1 },
    { sku: "B", left: 0 },
  ]);
});

test("what is gone from few shards is proved at once, without a look beforehand", async () => {
  const { deps, calls } = rigged(["short"], { A: [0, 0] });
  expect((await refusal(reserve(deps, draft, [line("A", 1)], narrowShop("A"))))?.code).toBe("SOLD_OUT");
  expect(calls).toEqual({ glances: [], proofs: ["A"] });
});

test("what lies in another of few shards is sold from that one reading", async () => {
  const { deps, calls, tried } = rigged(["short", "reserved"], { A: [0, 2] });
  await reserve(deps, draft, [line("A", 1)], narrowShop("A"));
  expect(tried.at(-1)).toEqual([{ sku: "A", shard: 1, quantity: 1 }]);
  expect(calls).toEqual({ glances: [], proofs: ["A"] });
});

test("of a basket only what was found short is read at one moment; the rest is looked at", async () => {
  const { deps, tried, calls } = rigged([["A"], "reserved"], { A: [0, 2], B: [3, 0] });
  await reserve(deps, draft, [line("A", 1), line("B", 1)], narrowShop("A", "B"));
  expect(calls).toEqual({ glances: [["B"]], proofs: ["A"] });
  expect(tried.at(-1)).toEqual([
    { sku: "A", shard: 1, quantity: 1 },
    { sku: "B", shard: 0, quantity: 1 },
  ]);
});

test("few shards that are being written to at that moment are looked at each for itself, and sold from", async () => {
  const { deps, calls, tried, slept } = rigged(["short", "reserved"], { A: [0, 2] });
  deps.stock.levels = async () => "contended";
  await reserve(deps, draft, [line("A", 1)], narrowShop("A"));
  expect(tried.at(-1)).toEqual([{ sku: "A", shard: 1, quantity: 1 }]);
  expect({ glances: calls.glances, slept }).toEqual({ glances: [["A"]], slept: [] });
});

test("what looks sold out from old readings, and is not at one moment, is sold", async () => {
  const { deps, calls } = rigged(["short", "reserved"], { A: [0, 1] });
  deps.stock.glance = async () => new Map([["A", [0, 0]]]);
  const { order } = await reserve(deps, draft, [line("A", 1)], shop("A"));
  expect(order.takes).toEqual([{ sku: "A", shard: 1, quantity: 1 }]);
  expect(calls.proofs).toEqual(["A"]);
});

test("for a second after it was proved, 'sold out' is said without a call to the store; then it is asked again", async () => {
  const { deps, tried, calls, time, levels } = rigged(["short", "reserved"], { A: [0, 0] });
  const buy = (quantity: number) => reserve(deps, draft, [line("A", quantity)], shop("A"));
  expect((await refusal(buy(1)))?.code).toBe("SOLD_OUT");
  const before = structuredClone({ ...calls, attempts: tried.length });
  time.now = 999;
  expect((await refusal(buy(1)))?.code).toBe("SOLD_OUT");
  expect({ ...calls, attempts: tried.length }).toEqual(before);

  levels["A"] = [0, 4]; // somebody's order ended, and its units came back
  time.now = 1_000;
  expect((await buy(1)).kind).toBe("reserved");
});

test("that little is left does not keep anybody from buying that little", async () => {
  const { deps, time } = rigged(["short", "short", "reserved"], { A: [2] });
  expect((await refusal(reserve(deps, draft, [line("A", 3)], shop("A"))))?.details["left"]).toBe(2);
  time.now = 10;
  expect((await reserve(deps, draft, [line("A", 2)], shop("A"))).kind).toBe("reserved");
});

test("contention is waited out with growing, jittered pauses, each time at another shard, and given up within a bound", async () => {
  let seed = 1;
  const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
  const { deps, tried, slept } = rigged(["contended"], {}, random);
  const error = await refusal(reserve(deps, draft, [line("A", 1)], shop("A")));
  expect(error).toMatchObject({ code: "RATE_LIMITED", details: { retryAfterSeconds: 1 } });
  expect(tried).toHaveLength(16);
  for (let i = 1; i < tried.length; i++) expect(tried[i]?.[0]?.shard).not.toBe(tried[i - 1]?.[0]?.shard);
  for (const [round, pause] of slept.entries()) {
    expect(pause).toBeLessThanOrEqual(Math.min(400, 10 * 2 ** round));
  }
  expect(Math.max(...slept)).toBeGreaterThan(100);
});

test("a basket in more shards than a transaction holds is pulled together before it is tried", async () => {
  const crumbs = Array.from({ length: 60 }, () => 1);
  const levels = { A: [...crumbs], B: [...crumbs] };
  const { deps, tried } = rigged(["short", "reserved"], levels);
  const moved: string[] = [];
  deps.stock.shift = async (sku, changes) => {
    moved.push(sku);
    const shelf = levels[sku === "A" ? "A" : "B"];
    for (const { shard, units } of changes) shelf[shard] = (shelf[shard] ?? 0) + units;
    return "written";
  };
  await reserve(deps, draft, [line("A", 50), line("B", 49)], shop("A", "B"));
  expect(new Set(moved)).toEqual(new Set(["A"])); // enough: 1 take of A and 49 of B
  expect(tried.at(-1)).toHaveLength(50);
});

/** A store that may have written the order, but fails to say so. */
function speechless(written: (order: Order) => Order | undefined) {
  const { deps } = rigged(["reserved"], {});
  let row: Order | undefined;
  const orders = {
    reserve: async (order: Order) => {
      row = written(order);
      throw new Error("socket hang up");
    },
    get: async () => row,
  };
  return { ...deps, orders } as unknown as ReserveDeps;
}

test("a reservation that was made is carried on with, though every answer about it got lost", async () => {
  const deps = speechless((order) => order);
  expect(await reserve(deps, draft, [line("A", 1)], shop("A"))).toMatchObject({
    kind: "reserved",
    order: { id: draft.id, takes: [{ sku: "A", quantity: 1 }] },
  });
});

test("what another call has reserved under the key stays that call's", async () => {
  const deps = speechless((order) => ({ ...order, traceId: "1-00000000-00000000000000000000000f" }));
  expect((await reserve(deps, draft, [line("A", 1)], shop("A"))).kind).toBe("exists");
});

test("a reservation that was not made fails as its store did", async () => {
  const deps = speechless(() => undefined);
  await expect(reserve(deps, draft, [line("A", 1)], shop("A"))).rejects.toThrow("socket hang up");
});
