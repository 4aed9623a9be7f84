import { watchForEnd } from "@doorbuster/local/shop/cli/lifetime";
import { jsonReport, textReport } from "../reconcile/report.ts";
import { findRunningShop, inThrowawayShop } from "../shop.ts";
import { parseReplayOptions, usage, UsageError, type ReplayOptions } from "./options.ts";
import { OrderFileError, readOrderFile, type OrderFile } from "./orderFile.ts";
import { planReplay } from "./plan.ts";
import { replay } from "./replay.ts";

/** `npm run replay`. Answers the exit status: 0 when everything agrees, 1 when not, 2 for a wrong command or file. */
async function main(args: readonly string[]): Promise<number> {
  const end = new AbortController();
  try {
    const options = parseReplayOptions(args);
    if (options === "help") {
      console.log(usage);
      return 0;
    }
    const file = await readOrderFile(options.file);
    watchForEnd((why) => end.abort(new Error(`Interrupted (${why}).`)));
    return await run(file, options, end);
  } catch (error) {
    if (error instanceof UsageError) console.error(`${error.message}\n\n${usage}`);
    else if (error instanceof OrderFileError) console.error(error.message);
    else console.error(end.signal.aborted ? String(end.signal.reason) : error);
    return error instanceof UsageError || error instanceof OrderFileError ? 2 : 1;
  }
}

async function run(file: OrderFile, options: ReplayOptions, end: AbortController): Promise<number> {
  const plan = planReplay(file.accepted, options);
  describe(file, options, plan.checkouts.length);
  const settings = { ...options, signal: end.signal };
  const running = await findRunningShop();
  if (running) {
    console.error(
      `In the shop at ${running.urls.api}. If it is interrupted, --run ${options.run} takes it up again.`,
    );
  }
  const result = await (running
    ? replay(running, plan, settings)
    : inThrowawayShop(end, (shop) => replay(shop, plan, settings)));

  const { figures, soldOut, timings, disagreements, deadLetters } = result;
  const { lines, skipped } = file;
  const input = { lines, skipped, invoices: plan.checkouts.length };
  const report = jsonReport(figures, { input, soldOut, timings }, disagreements.length === 0);
  const text = textReport(report, disagreements, deadLetters);
  if (options.json) console.log(JSON.stringify(report, undefined, 2));
  (options.json ? console.error : console.log)(`\n${text}`);
  return report.agree ? 0 : 1;
}

/** How many malformed rows are named; the rest are only counted. */
const malformedNamedMax = 20;

function describe(
  { lines, accepted, malformedAt }: OrderFile,
  { file }: ReplayOptions,
  invoices: number,
): void {
  console.error(`${file}: ${lines} lines, ${accepted.length} accepted; ${invoices} invoices to place.`);
  if (malformedAt.length === 0) return;
  const named = malformedAt.slice(0, malformedNamedMax).join(", ");
  const more = malformedAt.length > malformedNamedMax ? " …" : "";
  console.error(`${malformedAt.length} malformed rows, at line ${named}${more}`);
}

process.exitCode = await main(process.argv.slice(2));
