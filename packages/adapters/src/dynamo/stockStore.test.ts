import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { AppError } from "@doorbuster/core/errors";
import { defaultPolicy as policy } from "@doorbuster/core/order/policy";
import { move } from "@doorbuster/core/order/move";
import { adjust } from "@doorbuster/core/stock/adjust";
import { chooseShards } from "@doorbuster/core/stock/spread";
import { openStockBench, type StockBench } from "../testing/stockBench.ts";

vi.setConfig({ testTimeout: 30_000 });

let bench: StockBench;
beforeAll(async () => {
  bench = await openStockBench();
});
afterAll(() => bench.close());

const level = async (sku: string, shards: number) => (await bench.stock.read([{ sku, shards }]))[0];
const one = (sku: string) => [{ sku, quantity: 1 }];
const refusal = (run: Promise<unknown>) =>
  run.then(
    () => undefined,
    (error: unknown) => (error instanceof AppError ? error : Promise.reject(error as Error)),
  );

let keys = 0;
/** A stock-take that found `counted` where `expected` should have been. */
const correct = (sku: string, counted: number, expected: number, shards: number, key = `take-${keys++}`) =>
  adjust(
    bench,
    {
      sku,
      kind: "correction",
      units: counted - expected,
      counted,
      expected,
      ...bench.record(),
      idempotencyKey: key,
    },
    shards,
  );

test("a restock that is repeated counts once, also when both come at the same time", async () => {
  const both = await Promise.all([1, 2].map(() => bench.fill("KEYED", 7, 4, "the-same")));
  expect(both.filter(Boolean)).toHaveLength(1);
  expect(await bench.fill("KEYED", 7, 4, "the-same")).toBe(false);
  expect(await level("KEYED", 4)).toEqual({ sku: "KEYED", stocked: 7, available: 7 });
});

test("a key that stands for one change is refused for another, and changes nothing", async () => {
  await bench.fill("OTHER", 5, 2, "once-only");
  expect(await refusal(bench.fill("OTHER", 6, 2, "once-only"))).toMatchObject({
    code: "IDEMPOTENCY_MISMATCH",
  });
  expect(await level("OTHER", 2)).toMatchObject({ stocked: 5, available: 5 });
});

test("a stock-take that misses units takes them from whichever shards hold them, and from what was stocked", async () => {
  await bench.fill("COUNT", 9, 3);
  expect(await correct("COUNT", 4, 9, 3)).toBe(true);
  expect(await level("COUNT", 3)).toEqual({ sku: "COUNT", stocked: 4, available: 4 });
});

test("a stock-take never takes units that orders hold: it is refused with what is held, and changes nothing", async () => {
  const product = await bench.put("HELD", 5, 2);
  await bench.reserve([{ sku: "HELD", quantity: 3 }], [product]);
  expect(await refusal(correct("HELD", 0, 5, 2))).toMatchObject({
    code: "CONFLICT",
    details: { sku: "HELD", missing: 5, available: 2, committed: 3 },
  });
  expect(await level("HELD", 2)).toEqual({ sku: "HELD", stocked: 5, available: 2 });
  expect((await bench.stock.audit("HELD", { limit: 10 })).entries).toHaveLength(1);
});

test("a stock-take that is repeated after it emptied the shelf is answered as the first time, not refused", async () => {
  await bench.fill("AGAIN", 3, 2);
  expect(await correct("AGAIN", 0, 3, 2, "stock-take-of-monday")).toBe(true);
  expect(await correct("AGAIN", 0, 3, 2, "stock-take-of-monday")).toBe(false);
  expect(await level("AGAIN", 2)).toMatchObject({ stocked: 0, available: 0 });
});

test("a stock-take that finds what it should is on the record, and changes nothing", async () => {
  await bench.fill("RIGHT", 3, 2);
  expect(await correct("RIGHT", 3, 3, 2)).toBe(true);
  expect(await level("RIGHT", 2)).toMatchObject({ stocked: 3, available: 3 });
  const { entries } = await bench.stock.audit("RIGHT", { limit: 1 });
  expect(entries).toMatchObject([{ kind: "correction", units: 0, counted: 3, expected: 3, actor: "test" }]);
});

test("the audit holds each change once, newest first, page by page", async () => {
  for (let day = 1; day <= 7; day++) {
    const at = `2026-03-0${day}T00:00:00.000Z`;
    const entry = { sku: "AUDIT", kind: "restock", units: day, reason: "delivery", actor: "ada" } as const;
    await adjust(bench, { ...entry, at, idempotencyKey: `audit-${day}` }, 3);
  }
  const units: number[] = [];
  let cursor: string | undefined;
  do {
    const page = await bench.stock.audit("AUDIT", { limit: 3, cursor });
    units.push(...page.entries.map((entry) => entry.units));
    cursor = page.cursor;
  } while (cursor !== undefined);
  expect(units).toEqual([7, 6, 5, 4, 3, 2, 1]);
});

test("a restock gets through while orders conflict with it at every shard, whole and once", async () => {
  const product = await bench.put("BUSY", 400, 8);
  const conflicts = await bench.inConflict(async () => {
    const orders = bench.crowd(120, () => bench.reserve(one("BUSY"), [product]));
    expect(await bench.fill("BUSY", 100, 8)).toBe(true);
    expect(await orders).toHaveLength(120);
  });
  expect(conflicts).toBeGreaterThan(0);
  expect(await level("BUSY", 8)).toEqual({ sku: "BUSY", stocked: 500, available: 380 });
});

test("to more shards while orders flow: no unit is lost, and none is overlooked", async () => {
  const product = await bench.put("WIDEN", 60, 2);
  await bench.inConflict(async () => {
    // Every one of these orders read the catalogue before, and knows of two shards alone.
    const orders = bench.crowd(61, () => bench.reserve(one("WIDEN"), [product]));
    expect(await chooseShards(bench, "WIDEN", 200)).toBe(14);
    expect(await orders).toHaveLength(60);
  });
  expect(await level("WIDEN", 2)).toEqual({ sku: "WIDEN", stocked: 60, available: 0 });
  expect((await bench.catalog.getMany(["WIDEN"])).get("WIDEN")).toMatchObject({
    stockShards: 14,
    expectedOrdersPerSecond: 200,
  });
});

test("an order that knows of fewer shards than there are is not told 'sold out' while a unit lies beyond them", async () => {
  const product = await bench.put("BEYOND", 1, 1);
  await bench.stock.widen({ sku: "BEYOND", shards: 5 });
  const shift = [
    { shard: 0, units: -1 },
    { shard: 4, units: 1 },
  ];
  expect(await bench.stock.shift("BEYOND", shift)).toBe("written");
  expect(await bench.stock.levels({ sku: "BEYOND", shards: 1 })).toEqual([0, 0, 0, 0, 1]);
  expect((await bench.reserve(one("BEYOND"), [product])).takes).toEqual([
    { sku: "BEYOND", shard: 4, quantity: 1 },
  ]);
});

test("to fewer shards: what lies beyond is moved, and units that come back there later are still sold", async () => {
  await bench.put("NARROW", 12, 6);
  const wide = (await bench.catalog.getMany(["NARROW"])).get("NARROW");
  if (!wide) throw new Error("it was put");
  const orders = await Promise.all(Array.from({ length: 6 }, () => bench.reserve(one("NARROW"), [wide])));
  expect(await chooseShards(bench, "NARROW", 1)).toBe(1);
  expect((await bench.stock.levels({ sku: "NARROW", shards: 1 })).slice(1)).toEqual([0, 0, 0, 0, 0]);
  for (const order of orders) {
    expect(await bench.orders.commit(move(order, "expire", { now: 0, actor: "system", policy }))).toBe(true);
  }
  const narrow = (await bench.catalog.getMany(["NARROW"])).get("NARROW");
  if (!narrow) throw new Error("it was put");
  await Promise.all(Array.from({ length: 12 }, () => bench.reserve(one("NARROW"), [narrow])));
  expect(await level("NARROW", 1)).toEqual({ sku: "NARROW", stocked: 12, available: 0 });
});

test("a restock that knows of fewer shards than there are leaves the head's number alone", async () => {
  await bench.stock.widen({ sku: "HEAD", shards: 5 });
  await bench.fill("HEAD", 4, 2);
  expect(await bench.stock.levels({ sku: "HEAD", shards: 2 })).toEqual([2, 2, 0, 0, 0]);
  await bench.stock.widen({ sku: "HEAD", shards: 3 });
  expect(await bench.stock.levels({ sku: "HEAD", shards: 2 })).toHaveLength(5);
});
