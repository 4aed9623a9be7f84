import { meters, priceOf, tiersOf, type Meter, type Region, type Tier } from "./prices.ts";

/** Units used in a month, by meter; a meter left out is not used. */
export type Usage = Readonly<Partial<Record<Meter, number>>>;

/**
 * Which free allowances count: none, those that never expire, or also those of an old account's first year (a new one
 * gets credits instead, which no single month's bill shows).
 */
export type FreeTier = "none" | "always" | "firstYear";

export interface BillLine {
  readonly meter: Meter;
  readonly service: string;
  readonly units: number;
  readonly microUsd: number;
}

export interface Bill {
  readonly lines: readonly BillLine[];
  /** The sum of the lines, exactly: every line is rounded to a whole micro-dollar before it is added. */
  readonly microUsd: number;
}

export interface Terms {
  readonly region: Region;
  readonly freeTier: FreeTier;
}

/** The bill of a month. Pure. */
export function billOf(usage: Usage, terms: Terms): Bill {
  const lines = meters.flatMap((meter) => {
    const units = usage[meter] ?? 0;
    if (units === 0) return [];
    return [{ meter, service: priceOf(meter).service, units, microUsd: costOf(meter, units, terms) }];
  });
  return { lines, microUsd: lines.reduce((sum, { microUsd }) => sum + microUsd, 0) };
}

/** What `units` of a meter cost in a month, in micro-dollars, rounded half up once. */
export function costOf(meter: Meter, units: number, { region, freeTier }: Terms): number {
  const { per, free } = priceOf(meter);
  const granted = free && (freeTier === "firstYear" || freeTier === free.kind) ? free.units : 0;
  return Math.round(graduated(Math.max(0, units - granted), tiersOf(meter, region)) / per);
}

/** Each unit at the price of the tier into which it falls. */
function graduated(units: number, tiers: readonly Tier[]): number {
  let cost = 0;
  let from = 0;
  for (const { upTo = Infinity, microUsd } of tiers) {
    if (units <= from) break;
    cost += (Math.min(units, upTo) - from) * microUsd;
    from = upTo;
  }
  return cost;
}

/** Micro-dollars by service, in the order of the price list. */
export function byService({ lines }: Bill): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { service, microUsd } of lines) sums.set(service, (sums.get(service) ?? 0) + microUsd);
  return sums;
}

/** Adds usages, meter by meter. */
export function addUsages(usages: readonly Usage[]): Usage {
  const sum: Partial<Record<Meter, number>> = {};
  for (const usage of usages) {
    for (const meter of meters) {
      const units = usage[meter];
      if (units !== undefined) sum[meter] = (sum[meter] ?? 0) + units;
    }
  }
  return sum;
}
