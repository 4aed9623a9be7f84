import { classNames } from "@doorbuster/web/components/class-names";
import { Money } from "@doorbuster/web/components/money";
import type { Answers } from "../shell/api.ts";
import { CorrectDialog } from "./correct-dialog.tsx";
import { HistoryDrawer } from "./history-drawer.tsx";
import { Meter } from "./meter.tsx";
import { RestockDialog } from "./restock-dialog.tsx";
import { count } from "./units.ts";

export type StockItem = Answers["stock"]["list"][number];

const headClass = "px-3 py-2 text-left font-medium whitespace-nowrap text-ink-muted first:pl-4 last:pr-4";
const cellClass = "px-3 py-2.5 first:pl-4 last:pr-4";

/** `committed` is what is sold or held by an open order: all that was stocked and is not available. */
export function StockTable({
  items,
  mayChange,
  isStale,
}: {
  readonly items: readonly StockItem[];
  readonly mayChange: boolean;
  readonly isStale: boolean;
}) {
  return (
    <table className={classNames("w-full", isStale && "text-ink-muted")}>
      <thead className="border-b border-line">
        <tr>
          <th className={headClass}>Product</th>
          <th className={`${headClass} text-right max-lg:hidden`}>Price</th>
          <th className={`${headClass} w-1/3 max-md:hidden`}>Share taken</th>
          <th className={`${headClass} text-right`}>Available</th>
          <th className={`${headClass} text-right max-sm:hidden`}>Sold or held</th>
          <th className={`${headClass} text-right max-md:hidden`}>Stocked</th>
          {mayChange && (
            <th className={headClass}>
              <span className="sr-only">Actions</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody className="divide-y divide-line">
        {items.map((item) => (
          <tr key={item.sku}>
            <td className={cellClass}>
              {item.name}
              <span className="block identifier text-ink-muted sm:whitespace-nowrap">{item.sku}</span>
              <HistoryDrawer item={item} />
            </td>
            <td className={`${cellClass} text-right max-lg:hidden`}>
              <Money value={item.price} />
            </td>
            <td className={`${cellClass} max-md:hidden`}>
              <Meter share={item.stocked === 0 ? 0 : item.committed / item.stocked} />
            </td>
            <td className={`${cellClass} text-right tabular-nums`}>
              {item.available === 0 && item.stocked > 0 ? (
                <span className="font-medium text-bad">Sold out</span>
              ) : (
                <span className="font-medium">{count(item.available)}</span>
              )}
              <span className="block text-[0.8125rem] text-ink-muted md:hidden">
                of {count(item.stocked)}
              </span>
            </td>
            <td className={`${cellClass} text-right tabular-nums max-sm:hidden`}>{count(item.committed)}</td>
            <td className={`${cellClass} text-right tabular-nums max-md:hidden`}>{count(item.stocked)}</td>
            {mayChange && (
              <td className={cellClass}>
                <div className="flex justify-end gap-2 max-lg:flex-col">
                  <RestockDialog item={item} />
                  <CorrectDialog item={item} />
                </div>
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
