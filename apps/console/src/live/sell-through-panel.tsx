import type { LiveSnapshot } from "@doorbuster/core/metrics/liveView";
import { formatDuration } from "@doorbuster/web/format/time";
import { Panel } from "../shell/panel.tsx";
import { ScrollRegion } from "../shell/scroll-region.tsx";
import { Meter } from "../stock/meter.tsx";
import { clock, zoneName } from "./chart-panel.tsx";
import { ageMs } from "./freshness.ts";
import { formatAge } from "./hearing-line.tsx";

type Sku = LiveSnapshot["skus"][number];

/** More rows than that are no screen's business; the fastest come first. */
const rowsMax = 40;
const headClass = "py-2 pl-3 text-right font-medium first:pl-0 first:text-left";

/** What sells, how fast, and when it will be gone. */
export function SellThroughPanel({
  snapshot: { skus, stockAsOf, asOf },
  heardAt,
  now,
}: {
  readonly snapshot: LiveSnapshot;
  readonly heardAt: number;
  readonly now: number;
}) {
  const leftOut = Math.max(0, skus.length - rowsMax);
  return (
    <Panel
      title="Sell-through"
      aside={
        stockAsOf ? `stock read ${formatAge(ageMs(stockAsOf, asOf, heardAt, now))}` : "stock not read yet"
      }
    >
      <ScrollRegion label="Sell-through by product" className="max-h-112 overflow-y-auto px-4 pb-3">
        <table className="w-full table-fixed">
          <thead className="sticky top-0 bg-surface text-ink-muted">
            <tr>
              <th className={headClass}>Product</th>
              <th className="w-1/4 py-2 pl-3 text-left font-medium max-md:hidden">Sold or held</th>
              <th className={`${headClass} w-12 sm:w-16`}>Left</th>
              <th className={`${headClass} w-20`}>
                <abbr title="Units per minute, over the last five minutes" className="no-underline">
                  Units/min
                </abbr>
              </th>
              <th className={`${headClass} w-28 sm:w-32`}>Sold out</th>
            </tr>
          </thead>
          <tbody className="divide-y divide-line border-t border-line tabular-nums">
            {skus.slice(0, rowsMax).map((sku) => (
              <SkuRow key={sku.sku} sku={sku} />
            ))}
          </tbody>
        </table>
        {skus.length === 0 && <p className="py-6 text-ink-muted">Nothing is for sale.</p>}
        {leftOut > 0 && (
          <p className="pt-3 text-ink-muted">
            And {leftOut.toLocaleString("en-GB")} more that sell more slowly.
          </p>
        )}
      </ScrollRegion>
    </Panel>
  );
}

function SkuRow({ sku }: { readonly sku: Sku }) {
  return (
    <tr>
      <th scope="row" className="py-1.5 text-left font-normal sm:truncate">
        {sku.name}
      </th>
      <td className="py-1.5 pl-3 max-md:hidden">
        <Meter share={sku.soldShare} />
      </td>
      <td className="py-1.5 pl-3 text-right font-medium">{sku.available.toLocaleString("en-GB")}</td>
      <td className="py-1.5 pl-3 text-right">
        {sku.unitsPerMinute === 0 ? "–" : sku.unitsPerMinute.toFixed(1)}
      </td>
      <td className="py-1.5 pl-3 text-right whitespace-nowrap">
        <SoldOut sku={sku} />
      </td>
    </tr>
  );
}

function SoldOut({ sku: { available, stocked, soldOutAt, soldOutInSeconds } }: { readonly sku: Sku }) {
  if (available === 0 && stocked > 0) {
    return (
      <span className="font-medium text-bad">
        {soldOutAt ? `at ${clock(soldOutAt)} ${zoneName(soldOutAt)}` : "yes"}
      </span>
    );
  }
  return soldOutInSeconds === null ? "–" : `in ${formatDuration(soldOutInSeconds * 1_000)}`;
}
