import * as z from "zod";

/** Sums by key: units by SKU, minor units by currency, counts by bin. */
export type Tally = Record<string, number>;

export const tallySchema = z.record(z.string(), z.number());

/**
 * An own copy to add to. It has no prototype: keys come from outside, and a SKU called `constructor` must find nothing
 * there.
 */
export function tally(from: Readonly<Tally> = {}): Tally {
  return Object.assign(Object.create(null) as Tally, from);
}

export function add(to: Tally, key: string, amount: number): void {
  to[key] = (to[key] ?? 0) + amount;
}

export function addAll(to: Tally, from: Readonly<Tally>): void {
  for (const key of Object.keys(from)) add(to, key, from[key] ?? 0);
}

export function total(of: Readonly<Tally>): number {
  return Object.values(of).reduce((sum, amount) => sum + amount, 0);
}
