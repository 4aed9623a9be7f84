/** The q-quantile by nearest rank, rounded to a whole number; null of nothing. */
export function quantile(values: readonly number[], q: number): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const found = sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)];
  return found === undefined ? null : Math.round(found);
}
