import { classNames } from "@doorbuster/web/components/class-names";
import { stockLevel, stockWords } from "./stock-level.ts";
import type { StockLevel } from "./stock-level.ts";

const tones: Record<StockLevel, string> = {
  plenty: "text-ink-muted",
  few: "font-medium text-warn",
  none: "font-medium text-bad",
};

/** "N left". A new number lights up for a moment: the key makes it a new element, whose animation runs once. */
export function StockCount({ left, className }: { readonly left: number; readonly className?: string }) {
  return (
    <span key={left} className={classNames("stock-count tabular-nums", tones[stockLevel(left)], className)}>
      {stockWords(left)}
    </span>
  );
}
