import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import {
  maxStockShards,
  shardCount,
  shardLimits,
  stockShardsFor,
  targetConflictRate,
  touchesPerOrder,
} from "@doorbuster/core/stock/shardCount";
import { hotSkuRates, runHotSku } from "./hotSku.ts";
import { compare } from "./measured.ts";
import { openShopBench } from "./shopBench.ts";
import { publishedModel, simulate, type Load } from "./simulate.ts";
import { shortcomingsOf } from "./verdict.ts";

const load = (ordersPerSecond: number, changes: Partial<Load> = {}): Load => ({
  ordersPerSecond,
  shards: shardCount(ordersPerSecond),
  lines: 1,
  orders: 5_000,
  unpaidShare: touchesPerOrder - 1,
  seed: 7,
  ...changes,
});

test.each(hotSkuRates)(
  "at %i orders a second the chosen number of shards keeps conflicts under the target, and nobody is refused",
  async (rate) => {
    const figures = await simulate(load(rate));
    expect(figures.conflictRate).toBeLessThan(targetConflictRate);
    expect(figures.conflictRate).toBeGreaterThan(0);
    expect(figures).toMatchObject({ throttleRate: 0, refusedShare: 0 });
  },
);

test("with half of the shards that a rate needs the target is missed: it is not met by accident", async () => {
  const { conflictRate } = await simulate(load(1_000, { shards: shardCount(1_000) / 2 }));
  expect(conflictRate).toBeGreaterThan(targetConflictRate);
});

test("baskets of five hot SKUs get through, though each must find five shards free at once", async () => {
  expect(await simulate(load(1_000, { lines: 5 }))).toMatchObject({ refusedShare: 0 });
});

test("ten times the rate that a SKU's most shards were meant for is slow, and still nearly nobody is refused", async () => {
  expect(stockShardsFor(10_000)).toBe(maxStockShards);
  const figures = await simulate(load(10_000, { shards: maxStockShards }));
  expect(figures.conflictRate).toBeGreaterThan(targetConflictRate);
  expect(figures.refusedShare).toBeLessThan(0.01);
});

test("a shard takes as many transactions as its write units pay for, and no more", async () => {
  const quick = { ...publishedModel, heldMs: 0.01, travelMs: 0 };
  const within = await simulate(load(450, { shards: 1, unpaidShare: 0 }), quick);
  expect(within.throttleRate).toBe(0);
  const beyond = await simulate(load(1_000, { shards: 1, unpaidShare: 0 }), quick);
  expect(beyond.throttleRate).toBeGreaterThan(0);
});

test("the model meets as many conflicts as the shop's own code behind the fault proxy", async () => {
  await using bench = await openShopBench();
  const comparison = await compare(bench, { shards: 4, orders: 150, seed: 1 });
  expect(comparison.measuredConflictRate).toBeGreaterThan(0);
  expect(shortcomingsOf([comparison], [])).toEqual([]);
}, 60_000);

test("the same seed gives the same figures, another seed others", async () => {
  const [first, again, other] = await Promise.all([
    simulate(load(100)),
    simulate(load(100)),
    simulate(load(100, { seed: 8 })),
  ]);
  expect(again).toEqual(first);
  expect(other).not.toEqual(first);
});

test("docs/hot-stock.md names the numbers of shards that the shop chooses", async () => {
  const page = await readFile(new URL("../../../../../docs/hot-stock.md", import.meta.url), "utf8");
  const cells = page.split("\n").map((line) => line.split("|").map((cell) => cell.trim()));
  for (const rate of hotSkuRates) {
    const rows = cells.filter((row) => row[1] === rate.toLocaleString("en-GB") && row[2] === "1");
    expect(rows[0]?.[3]).toBe(shardCount(rate).toLocaleString("en-GB"));
  }
  expect(page).toContain(`**${maxStockShards} shards**`);
  expect(page).toContain(`**${shardLimits.heldMs} ms is our assumption**`);
});

test("the model is printed as a table, and a wrong option answered with how it is used", async () => {
  const lines: string[] = [];
  expect(await runHotSku(["--model-only", "--orders", "200"], (line) => lines.push(line))).toBe(0);
  for (const rate of hotSkuRates)
    expect(lines.join("\n")).toContain(shardCount(rate).toLocaleString("en-GB"));
  expect(await runHotSku(["--orders", "none"], (line) => lines.push(line))).toBe(2);
  expect(lines.at(-1)).toContain("npm run bench -- hot-sku");
});
