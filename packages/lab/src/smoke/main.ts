import { bookChecks } from "./books.ts";
import { runChecks, textOf, type Check, type Outcome } from "./checks.ts";
import { doorChecks } from "./doors.ts";
import { parseSmokeOptions, usage, UsageError, type SmokeOptions } from "./options.ts";
import { orderChecks } from "./testOrder.ts";

/** `npm run smoke`. Answers the exit status: 0 when nothing failed, 1 when something did, 2 for a wrong command. */
async function main(args: readonly string[]): Promise<number> {
  let options: SmokeOptions | "help";
  try {
    options = parseSmokeOptions(args);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`${error.message}\n\n${usage}`);
    return 2;
  }
  if (options === "help") {
    console.log(usage);
    return 0;
  }
  const { json } = options;
  const tell = (outcome: Outcome) => (json ? console.error : console.log)(textOf(outcome));
  const outcomes = await runChecks(checksFor(options), tell, () => performance.now());
  const count = (result: Outcome["result"]) => outcomes.filter((outcome) => outcome.result === result).length;
  const summary = `${count("holds")} hold, ${count("fails")} fail, ${count("not checked")} not checked`;
  if (json) console.log(JSON.stringify({ holds: count("fails") === 0, outcomes }, undefined, 2));
  (json ? console.error : console.log)(`\n${summary}`);
  return count("fails") === 0 ? 0 : 1;
}

/** What needs nothing first, then what buys, then what needs the stage's own data. */
function checksFor(options: SmokeOptions): Check[] {
  return [...doorChecks(options), ...orderChecks(options), ...bookChecks(options)];
}

process.exitCode = await main(process.argv.slice(2));
