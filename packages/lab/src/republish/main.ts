import { systemClock } from "@doorbuster/adapters/system";
import { findRunningShop } from "../shop.ts";
import { parseRepublishOptions, usage, UsageError, type RepublishOptions } from "./options.ts";
import { placesOfShop, placesOfStage, type Places } from "./places.ts";
import { progressLine, textReport } from "./report.ts";
import { republish, TargetUnavailable, type Counts } from "./republish.ts";

/** `npm run republish`. Answers the exit status: 0 when everything was published, 1 when not, 2 for a wrong command. */
async function main(args: readonly string[]): Promise<number> {
  let options: RepublishOptions | "help";
  try {
    options = parseRepublishOptions(args, Date.now());
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`${error.code}: ${error.message}\n\n${usage}`);
    return 2;
  }
  if (options === "help") {
    console.log(usage);
    return 0;
  }
  try {
    using places = await findPlaces(options);
    const counts = await republish(places, options, systemClock, teller());
    console.log(textReport(counts, options));
    return counts.unreadable.length === 0 ? 0 : 1;
  } catch (error) {
    const code = error instanceof TargetUnavailable ? `${error.code}: ` : "";
    console.error(`${code}${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
}

async function findPlaces({ stage }: RepublishOptions): Promise<Places> {
  if (stage !== undefined) return placesOfStage(stage);
  const shop = await findRunningShop();
  if (!shop) throw new Error("No shop runs on this machine. Start one with npm start, or name a --stage.");
  return placesOfShop(shop);
}

/** A line on stderr now and then. */
function teller(): (counts: Counts) => void {
  const everyMs = 2_000;
  let toldAt = performance.now();
  return (counts) => {
    if (performance.now() - toldAt < everyMs) return;
    toldAt = performance.now();
    console.error(progressLine(counts));
  };
}

process.exitCode = await main(process.argv.slice(2));
