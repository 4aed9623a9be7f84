import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { fewShards } from "@doorbuster/core/order/reserve";
import { maxStockShards } from "@doorbuster/core/stock/shardCount";
import type { Comparison } from "./measured.ts";
import type { SoldOutTimes } from "./soldOut.ts";
import { shortcomingsOf } from "./verdict.ts";

const page = await readFile(new URL("../../../../../docs/hot-stock.md", import.meta.url), "utf8");
const rows = page.split("\n").map((line) => line.split("|").map((cell) => cell.trim()));
const figure = (cell = "") => Number.parseFloat(cell);

/** What docs/hot-stock.md says was measured: 300 orders a row. */
const documented = rows
  .filter(([, , rate]) => rate === "12.5")
  .map(([, shards, , , measured, modelled]) =>
    comparison(figure(shards), figure(measured) / 100, figure(modelled) / 100),
  );

/** And how long it says that a sale and "sold out" took. */
const documentedTimes = rows
  .filter(([, what]) => what === "sold")
  .map((sold) => {
    const [p95Ms, ...soldOut] = [0, 1, 2].map((below) => figure(rows[rows.indexOf(sold) + below]?.[5]));
    return times(figure(sold[2]), p95Ms ?? Number.NaN, ...(soldOut as [number, number]));
  });

function comparison(shards: number, measured: number, modelled: number): Comparison {
  return {
    shards,
    ordersPerSecond: 12.5,
    orders: 300,
    heldMs: 108,
    measuredAttempts: Math.round(300 / (1 - measured)),
    modelledAttempts: Math.round(300 / (1 - modelled)),
    measuredConflictRate: measured,
    modelledConflictRate: modelled,
    measuredP95Ms: 100,
    modelledP95Ms: 100,
  };
}

function times(shards: number, soldP95Ms: number, crowdP95Ms: number, firstP95Ms: number): SoldOutTimes {
  const answers = (what: string, p95Ms: number) => ({ what, shards, checkouts: 400, p50Ms: 10, p95Ms });
  return {
    sold: answers("sold", soldP95Ms),
    crowd: answers("crowd", crowdP95Ms),
    first: answers("first", firstP95Ms),
  };
}

test("the documented figures are as they should be", () => {
  expect(documented.map(({ shards }) => shards)).toEqual([4, 8, 16]);
  expect(documentedTimes.map(({ sold }) => sold.shards)).toEqual([4, maxStockShards]);
  expect(shortcomingsOf(documented, documentedTimes)).toEqual([]);
  for (const { sold, crowd } of documentedTimes) expect(crowd.p95Ms).toBeLessThan(sold.p95Ms);
});

test.each([
  ["more than twice the rate at 4 shards", comparison(4, 0.18, 0.399)],
  ["half of the rate at 8 shards", comparison(8, 0.378, 0.189)],
  ["conflicts where there are none at 8 shards", comparison(8, 0, 0.189)],
])("a model that says %s is told", (_what, each) => {
  expect(shortcomingsOf([each], [])).toHaveLength(1);
});

test("sold out slower than a sale is told, of a crowd always, of the first of a process over few shards", () => {
  expect(shortcomingsOf([], [times(fewShards, 169, 40, 170)])).toHaveLength(1);
  expect(shortcomingsOf([], [times(fewShards, 169, 170, 171)])).toHaveLength(2);
  expect(shortcomingsOf([], [times(fewShards, 169, 169, 169)])).toEqual([]);
  expect(shortcomingsOf([], [times(fewShards + 1, 169, 170, 171)])).toHaveLength(1);
  expect(shortcomingsOf([], [times(fewShards + 1, 169, 169, 171)])).toEqual([]);
});
