import { fewShards } from "@doorbuster/core/order/reserve";
import type { Comparison } from "./measured.ts";
import type { SoldOutTimes } from "./soldOut.ts";
import { milliseconds, share } from "./table.ts";

/**
 * What the model may be wrong by, of its own rate. It is given the time of a whole call as the time for which an item is
 * held; on the way there and back nothing is, so it says a little more than is met: docs/hot-stock.md has up to a fifth.
 */
const systematicShare = 0.25;
/** Standard errors of the two samples: chance exceeds three about once in four hundred comparisons. */
const standardErrors = 3;

/** How far apart the two conflict rates of a comparison may be. Pure. */
export function toleranceOf(each: Comparison): number {
  const rate = each.modelledConflictRate;
  const variance = rate * (1 - rate) * (1 / each.measuredAttempts + 1 / each.modelledAttempts);
  return systematicShare * rate + standardErrors * Math.sqrt(variance);
}

/**
 * What is not as it should be: the model beside the machine, and "sold out" as quick as a sale (p95). Pure; empty when all
 * is well.
 */
export function shortcomingsOf(comparisons: readonly Comparison[], times: readonly SoldOutTimes[]): string[] {
  return [
    ...comparisons.flatMap((each) => {
      const { measuredConflictRate: measured, modelledConflictRate: modelled } = each;
      const tolerance = toleranceOf(each);
      if (Math.abs(measured - modelled) <= tolerance) return [];
      const figures = `${share(measured)} conflicts measured, ${share(modelled)} modelled`;
      return [`${each.shards} shards: ${figures}, more than ${share(tolerance)} apart`];
    }),
    ...times.flatMap(slowerThanSale),
  ];
}

/** Over many shards the first of a process is told after two readings of all of them, see docs/hot-stock.md. */
function slowerThanSale({ sold, crowd, first }: SoldOutTimes): string[] {
  const held = sold.shards <= fewShards ? [crowd, first] : [crowd];
  return held
    .filter(({ p95Ms }) => p95Ms > sold.p95Ms)
    .map(
      ({ what, shards, p95Ms }) =>
        `${what}, over ${shards} shards: p95 ${milliseconds(p95Ms)}, slower than a sale at ${milliseconds(sold.p95Ms)}`,
    );
}
