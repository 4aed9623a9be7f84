import type { Money as MoneyValue } from "@doorbuster/core/money/money";
import { formatMoney } from "../format/money.ts";
import { classNames } from "./class-names.ts";

/** An amount, in figures of equal width so that columns line up and a changing total does not jump. */
export function Money({ value, className }: { readonly value: MoneyValue; readonly className?: string }) {
  return <span className={classNames("tabular-nums", className)}>{formatMoney(value)}</span>;
}
