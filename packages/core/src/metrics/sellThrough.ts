import * as z from "zod";
import { isoTime } from "../ports.ts";
import type { StockLevel } from "../stock/store.ts";
import type { LiveNumbers } from "./liveNumbers.ts";
import { minuteMs, recentStart } from "./window.ts";

/** How one product is selling. */
export const sellThroughSchema = z.object({
  sku: z.string(),
  name: z.string(),
  stocked: z.int(),
  available: z.int(),
  /** Sold or reserved, as a share of all that was ever stocked; 0 to 1. */
  soldShare: z.number(),
  /** Units of confirmed orders per minute, over the last five minutes or since it began to sell within them. */
  unitsPerMinute: z.number(),
  /** Seconds until nothing is left if it goes on like that; null when nothing sells or nothing is left. */
  soldOutInSeconds: z.number().nullable(),
  /** The last minute in which it sold, once nothing is left; null before that, or when it is longer ago than the window. */
  soldOutAt: z.iso.datetime().nullable(),
});
export type SellThrough = z.infer<typeof sellThroughSchema>;

/**
 * Joins stock with what sold lately; the fastest first.
 *
 * @param minutes numbers by the start of their minute, in milliseconds since the epoch
 * @param now milliseconds since the epoch
 */
export function sellThrough(
  levels: readonly StockLevel[],
  names: ReadonlyMap<string, string>,
  minutes: ReadonlyMap<number, LiveNumbers>,
  now: number,
): SellThrough[] {
  const rows = levels.map(({ sku, stocked, available }) => {
    const sales = [...minutes].flatMap(([minute, { skuUnits }]) => {
      const units = skuUnits[sku] ?? 0;
      return units > 0 ? [{ minute, units }] : [];
    });
    const unitsPerMinute = velocity(sales, now);
    const lastSale = Math.max(...sales.map(({ minute }) => minute));
    return {
      sku,
      name: names.get(sku) ?? sku,
      stocked,
      available,
      soldShare: stocked > 0 ? (stocked - available) / stocked : 0,
      unitsPerMinute,
      soldOutInSeconds: available > 0 && unitsPerMinute > 0 ? (available / unitsPerMinute) * 60 : null,
      soldOutAt: available === 0 && sales.length > 0 ? isoTime(lastSale) : null,
    };
  });
  return rows.toSorted((a, b) => b.unitsPerMinute - a.unitsPerMinute || (a.sku < b.sku ? -1 : 1));
}

/** Units per minute since the first of the recent minutes that sold any; over a minute at least. */
function velocity(sales: readonly { minute: number; units: number }[], now: number): number {
  const recent = sales.filter(({ minute }) => minute >= recentStart(now));
  if (recent.length === 0) return 0;
  const units = recent.reduce((sum, sale) => sum + sale.units, 0);
  const since = Math.min(...recent.map(({ minute }) => minute));
  return (units / Math.max(minuteMs, now - since)) * minuteMs;
}
