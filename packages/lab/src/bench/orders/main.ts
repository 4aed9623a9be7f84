import { parseOrdersOptions, usage } from "../options.ts";
import type { Storage } from "../shop.ts";
import { type Measured, measureStorage } from "./measure.ts";
import { ordersReport, ordersText } from "./report.ts";

/** `npm run bench -- orders`. Answers the exit status. Throws `BooksDisagree`. */
export async function benchOrders(args: readonly string[], end: AbortController): Promise<number> {
  const options = parseOrdersOptions(args);
  if (options === "help") {
    console.log(usage);
    return 0;
  }
  const measured: Partial<Record<Storage, readonly Measured[]>> = {};
  for (const storage of options.storages) measured[storage] = await measureStorage(storage, options, end);
  const report = ordersReport(measured, options);
  if (options.json) console.log(JSON.stringify(report, undefined, 2));
  (options.json ? console.error : console.log)(`\n${ordersText(report)}`);
  return 0;
}
