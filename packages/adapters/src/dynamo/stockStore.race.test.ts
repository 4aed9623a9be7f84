import { DeleteItemCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, expect, test } from "vitest";
import { adjust, restock } from "@doorbuster/core/stock/adjust";
import { chooseShards } from "@doorbuster/core/stock/spread";
import { stockShardsFor } from "@doorbuster/core/stock/shardCount";
import { openRaceBench, type RaceBench } from "../testing/raceBench.ts";
import { toItem } from "./items.ts";

let bench: RaceBench;
beforeAll(async () => {
  bench = await openRaceBench();
});
afterAll(() => bench.close());

const record = (sku: string, idempotencyKey: string) => ({
  sku,
  reason: "race",
  actor: "test",
  at: new Date(bench.clock.now()).toISOString(),
  idempotencyKey,
});
const level = async (sku: string) => (await bench.deps().stock.read([{ sku, shards: 1 }]))[0];

/*
 *   this restock                      the same one, sent again
 *   deals the units over the shards
 *                                     writes
 *   transact: key not used? ─ no
 */
test("a restock that is sent twice counts once", async () => {
  await bench.sell("KEYED", 1);
  const twice = { ...record("KEYED", "twice"), quantity: 7 };
  const again = await bench.race("an adjustment counts once", {
    rival: () => restock(bench.deps(), twice, 1),
    run: (client) => restock(bench.deps(client), twice, 1),
  });
  expect(again).toBe(false);
  expect(await level("KEYED")).toEqual({ sku: "KEYED", stocked: 8, available: 8 });
});

/*
 *   this restock                      a rival
 *   one shard, as far as it knows
 *                                     restocks into four: the head says 4
 *   transact: at most one shard? ─ no
 *   → once more, with four in mind
 */
test("a restock that knows of too few shards is written once it knows of all", async () => {
  await bench.sell("WIDER", 1);
  const written = await bench.race("an adjustment knows every shard", {
    rival: () => restock(bench.deps(), { ...record("WIDER", "wide"), quantity: 8 }, 4),
    run: (client) => restock(bench.deps(client), { ...record("WIDER", "narrow"), quantity: 5 }, 1),
  });
  expect(written).toBe(true);
  expect(await level("WIDER")).toEqual({ sku: "WIDER", stocked: 14, available: 14 });
  expect(await bench.deps().stock.levels({ sku: "WIDER", shards: 1 })).toHaveLength(4);
});

/*
 *   this stock-take                   a customer
 *   three are missing, three are here
 *                                     buys one
 *   transact: shard 0 ≥ 3? ─ no
 *   → all shards at one moment: two
 */
test("a stock-take never takes what a customer has just bought", async () => {
  const product = await bench.sell("COUNTED", 3);
  const missing = { ...record("COUNTED", "count"), kind: "correction" as const, units: -3 };
  const taken = bench.race("a shard loses what it has", {
    rival: () => bench.place(bench.checkout(product)),
    run: (client) => adjust(bench.deps(client), missing, 1),
  });
  await expect(taken).rejects.toMatchObject({ code: "CONFLICT", details: { available: 2, committed: 1 } });
  expect(await level("COUNTED")).toEqual({ sku: "COUNTED", stocked: 3, available: 2 });
});

/*
 *   this move, from shard 0 to 1      a customer
 *   shard 0 holds three
 *                                     buys one of them
 *   transact: shard 0 ≥ 3? ─ no
 */
test("a move between shards never takes a unit along that a customer has just bought", async () => {
  const product = await bench.sell("SHIFTED", 3);
  const shifted = await bench.race("a shard loses what it has", {
    rival: () => bench.place(bench.checkout(product)),
    run: (client) =>
      bench.deps(client).stock.shift("SHIFTED", [
        { shard: 0, units: -3 },
        { shard: 1, units: 3 },
      ]),
  });
  expect(shifted).toBe("short");
  expect(await level("SHIFTED")).toEqual({ sku: "SHIFTED", stocked: 3, available: 2 });
});

/** Orders a second for which a SKU gets a few shards, and many. */
const [few, many] = [1_000, 10_000];

/*
 *   this rate                         a higher one
 *   needs a few shards
 *                                     head: many; units move into all of them
 *   head if fewer than mine ─ no: units may lie in many, and the head goes on saying so
 */
test("the number of shards in which units may lie never falls", async () => {
  await bench.sell("RATED", 40);
  await bench.race("the number of shards only grows", {
    rival: () => chooseShards(bench.deps(), "RATED", many),
    run: (client) => chooseShards(bench.deps(client), "RATED", few),
  });
  expect(stockShardsFor(many)).toBeGreaterThan(stockShardsFor(few));
  expect(await bench.deps().stock.levels({ sku: "RATED", shards: 1 })).toHaveLength(stockShardsFor(many));
  expect(await level("RATED")).toEqual({ sku: "RATED", stocked: 40, available: 40 });
});

/*
 *   this rate                         a hand that takes the product out
 *   head: more shards
 *                                     deletes the product
 *   product if it is there ─ no: no product without a name and a price comes to be
 */
test("a product that is gone does not come back as a fragment", async () => {
  await bench.sell("GONE", 4);
  const Key = toItem({ sku: "GONE" });
  await bench.race("a product that is there is changed", {
    rival: () => bench.client.send(new DeleteItemCommand({ TableName: bench.nameOf("Catalog"), Key })),
    run: (client) => chooseShards(bench.deps(client), "GONE", few),
  });
  expect(await bench.deps().catalog.getMany(["GONE"])).toEqual(new Map());
});
