import { writeFile } from "node:fs/promises";
import { parseBundlesOptions, usage } from "../options.ts";
import { measureBundles } from "./measure.ts";
import { bundlesPage, bundlesText, overBudget, pageFile } from "./report.ts";

/** `npm run bench -- bundles`. Answers the exit status: 1 when a bundle is over its budget. */
export async function benchBundles(args: readonly string[], end: AbortController): Promise<number> {
  const options = parseBundlesOptions(args);
  if (options === "help") {
    console.log(usage);
    return 0;
  }
  const measured = await measureBundles(options.rounds, end.signal);
  if (options.json) console.log(JSON.stringify(measured, undefined, 2));
  (options.json ? console.error : console.log)(`\n${bundlesText(measured)}`);
  if (options.write) await writeFile(pageFile, bundlesPage(measured));
  return measured.bundles.some((bundle) => overBudget(bundle).length > 0) ? 1 : 0;
}
