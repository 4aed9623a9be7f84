import { floorOfShare, type Decimal } from "./decimal.ts";
import { unitsByCode } from "./invoices.ts";
import type { OrderLine } from "./orderLines.ts";

/** Units to stock by stock code: what the lines ask for, times `share`, rounded down. A whole share sells out exactly. */
export function planStock(lines: readonly OrderLine[], share: Decimal): Map<string, number> {
  return new Map([...unitsByCode(lines)].map(([code, units]) => [code, floorOfShare(units, share)]));
}
