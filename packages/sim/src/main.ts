import { campaign, failure } from "./campaign.ts";
import { parseOptions, usage, UsageError, type Options } from "./options.ts";
import { hunt, simulationOf } from "./mutants/hunt.ts";
import { run } from "./run.ts";

/** `npm run sim`. Answers the exit status: 0 when everything held, 1 when not, 2 for a wrong command. */
async function main(args: readonly string[]): Promise<number> {
  try {
    return await perform(parseOptions(args));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`${error.message}\n\n${usage}`);
    return 2;
  }
}

async function perform(options: Options): Promise<number> {
  switch (options.kind) {
    case "help":
      console.log(usage);
      return 0;
    case "seeds":
      return (await campaign(options, console.log)).failed === 0 ? 0 : 1;
    case "seed":
      return oneDay(options);
    case "mutants":
      return (await hunt(options, console.log)) === 0 ? 0 : 1;
  }
}

async function oneDay({ seed, trace, mutant }: Options & { kind: "seed" }): Promise<number> {
  const simulate = mutant === undefined ? run : await simulationOf(mutant);
  const outcome = await simulate(seed, trace ? Infinity : undefined);
  const { violation, steps, orders, hash } = outcome;
  const told = `seed ${seed}: every invariant held, ${orders} orders, ${steps} steps, trace ${hash}`;
  if (violation) console.log(failure(outcome, mutant));
  else console.log(trace ? [...outcome.trace, "", told].join("\n") : told);
  return violation ? 1 : 0;
}

process.exitCode = await main(process.argv.slice(2));
