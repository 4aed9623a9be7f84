import { parseSpikeOptions, usage } from "../options.ts";
import { measureSpike } from "./measure.ts";
import { spikeReport, spikeText } from "./report.ts";

/** `npm run bench -- spike`. Answers the exit status: 1 when a request got no true answer. Throws `BooksDisagree`. */
export async function benchSpike(args: readonly string[], end: AbortController): Promise<number> {
  const options = parseSpikeOptions(args);
  if (options === "help") {
    console.log(usage);
    return 0;
  }
  const report = spikeReport(await measureSpike(options, end));
  if (options.json) console.log(JSON.stringify(report, undefined, 2));
  (options.json ? console.error : console.log)(`\n${spikeText(report)}`);
  return report.untrue === 0 && report.fullSpeedAfterSeconds !== null ? 0 : 1;
}
