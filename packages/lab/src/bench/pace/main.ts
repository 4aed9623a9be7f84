import { parsePaceOptions, usage } from "../options.ts";
import { measurePace } from "./measure.ts";
import { paceReport, paceText } from "./report.ts";

/** `npm run bench -- pace`. Answers the exit status. Throws `BooksDisagree`. */
export async function benchPace(args: readonly string[], end: AbortController): Promise<number> {
  const options = parsePaceOptions(args);
  if (options === "help") {
    console.log(usage);
    return 0;
  }
  const report = paceReport(await measurePace(options, end));
  if (options.json) console.log(JSON.stringify(report, undefined, 2));
  (options.json ? console.error : console.log)(`\n${paceText(report)}`);
  return 0;
}
