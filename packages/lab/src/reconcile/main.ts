import { parseArgs } from "node:util";
import { findRunningShop } from "../shop.ts";
import { compare } from "./compare.ts";
import { figuresOf } from "./figures.ts";
import { gatherFacts } from "./gather.ts";
import { jsonReport, textReport, withoutReplay } from "./report.ts";

const usage = `Holds the books of the running shop against each other: orders, payments, live numbers, lake, mails and stock.

  npm run reconcile             for people
  npm run reconcile -- --json   one JSON object on stdout

While orders are under way it does not agree. Exit status: 0 when everything agrees, 1 when not, 2 for a wrong command.
`;

/** `npm run reconcile`. Answers the exit status. */
async function main(args: readonly string[]): Promise<number> {
  let json: boolean;
  try {
    json = parseArgs({ args: [...args], options: { json: { type: "boolean", default: false } } }).values.json;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return 2;
  }
  const shop = await findRunningShop();
  if (!shop) {
    console.error("No shop runs on this machine. Start one with npm start.");
    return 1;
  }
  const facts = await gatherFacts(shop);
  const disagreements = compare(facts);
  const report = jsonReport(figuresOf(facts), withoutReplay, disagreements.length === 0);
  if (json) console.log(JSON.stringify(report, undefined, 2));
  (json ? console.error : console.log)(textReport(report, disagreements, facts.deadLetters));
  return report.agree ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
