import { rewriteDocument } from "./document.ts";
import { parseCostOptions, usage, UsageError } from "./options.ts";
import { billsPart, borrowedPrices, breakEvenPart, fixedPart, reportParts } from "./report.ts";
import { openStage, usualLoads } from "./scene.ts";

/** `npm run cost`. Answers the exit status. */
async function main(args: readonly string[]): Promise<number> {
  try {
    const options = parseCostOptions(args);
    if (options === "help") {
      console.log(usage);
      return 0;
    }
    const stage = await openStage(options);
    const loads = options.load ? [options.load] : usualLoads;
    if (options.write) await rewriteDocument(await reportParts(await openStage(), usualLoads));
    if (options.json) {
      const bills = loads.map((load) => ({
        load,
        withoutFreeTier: stage.bill(load, "none"),
        withFreeTier: stage.bill(load, "always"),
      }));
      console.log(JSON.stringify({ region: stage.region, settings: stage.settings, bills }, undefined, 2));
      return 0;
    }
    const parts = [billsPart(stage, loads), await breakEvenPart(stage, loads), await fixedPart(stage)];
    console.log([borrowedPrices(stage.region), ...parts].filter(Boolean).join("\n\n"));
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`${error.message}\n\n${usage}`);
    return 2;
  }
}

process.exitCode = await main(process.argv.slice(2));
