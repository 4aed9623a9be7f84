import { expect, test } from "vitest";
import type { Comparison } from "./measured.ts";
import { shortcomingsOf } from "./verdict.ts";

/** The rows of docs/hot-stock.md: 300 orders each. */
const documented = (
  [
    [4, 0.327, 0.399],
    [8, 0.135, 0.189],
    [16, 0.057, 0.065],
  ] as const
).map(([shards, measured, modelled]) => comparison(shards, measured, modelled));

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

const times = (soldP95Ms: number, ...soldOutP95Ms: number[]) => {
  const answers = (what: string, p95Ms: number) => ({ what, checkouts: 400, p50Ms: 10, p95Ms });
  return {
    sold: answers("sold", soldP95Ms),
    soldOut: soldOutP95Ms.map((p95Ms) => answers("sold out", p95Ms)),
  };
};

test("the documented figures are as they should be", () => {
  expect(shortcomingsOf(documented, times(378, 80, 240))).toEqual([]);
  expect(shortcomingsOf([], undefined)).toEqual([]);
});

test.each([
  ["more than twice the rate at 4 shards", comparison(4, 0.18, 0.399)],
  ["half of the rate at 8 shards", comparison(8, 0.378, 0.189)],
  ["conflicts where there are none at 8 shards", comparison(8, 0, 0.189)],
])("a model that says %s is told", (_what, each) => {
  expect(shortcomingsOf([each], undefined)).toHaveLength(1);
});

test("sold out slower than a sale is told, whichever way it was known", () => {
  expect(shortcomingsOf([], times(169, 40, 170))).toHaveLength(1);
  expect(shortcomingsOf([], times(169, 170, 171))).toHaveLength(2);
  expect(shortcomingsOf([], times(169, 169, 169))).toEqual([]);
});
