import type { OrderLine } from "./orderLines.ts";

/** All accepted lines of one invoice: one checkout. */
export interface Invoice {
  readonly number: string;
  readonly customerId: string | undefined;
  readonly country: string;
  readonly lines: readonly OrderLine[];
}

/**
 * Gathers lines by invoice, in the order in which the invoices first appear. Customer and country are those of an
 * invoice's first line.
 *
 * @param limit keeps the first so many
 */
export function groupInvoices(lines: readonly OrderLine[], limit = Number.POSITIVE_INFINITY): Invoice[] {
  const byNumber = Map.groupBy(lines, (line) => line.invoice);
  return [...byNumber].slice(0, limit).flatMap(([number, [first, ...rest]]) => {
    if (first === undefined) return [];
    return [{ number, customerId: first.customerId, country: first.country, lines: [first, ...rest] }];
  });
}

/** Units by stock code, summed over lines. */
export function unitsByCode(
  lines: readonly Pick<OrderLine, "stockCode" | "quantity">[],
): Map<string, number> {
  const units = new Map<string, number>();
  for (const { stockCode, quantity } of lines) units.set(stockCode, (units.get(stockCode) ?? 0) + quantity);
  return units;
}
