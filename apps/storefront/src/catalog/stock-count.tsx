"use client";

import { useState } from "react";
import { classNames } from "@doorbuster/web/components/class-names";
import { stockLevel, stockWords } from "./stock-level.ts";
import type { StockLevel } from "./stock-level.ts";

const tones: Record<StockLevel, string> = {
  plenty: "text-ink-muted",
  few: "font-medium text-warn",
  none: "font-medium text-bad",
};

/** "N left". A number that changes lights up for a moment: the key makes it a new element, whose animation runs once. */
export function StockCount({ left, className }: { readonly left: number; readonly className?: string }) {
  const [leftAtFirst] = useState(left);
  return (
    <span
      key={left}
      className={classNames(
        "tabular-nums",
        left !== leftAtFirst && "stock-changed",
        tones[stockLevel(left)],
        className,
      )}
    >
      {stockWords(left)}
    </span>
  );
}
