import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { UsageError } from "../replay/options.ts";

export interface ChaosOptions {
  /** How long there is load and trouble; coming to rest takes its own time after that. */
  readonly minutes: number;
  readonly seed: number;
  readonly json: boolean;
}

export const usage = `Sells in a throwaway shop while its parts are killed, cut off and made to fail, then holds its books against each other.

  npm run chaos [-- options]

  --minutes M          of load and trouble (2); coming to rest takes its own time after that
  --seed S             chooses what fails and what is bought (made up, and printed)
  --json               the report as one JSON object on stdout

Messages that came again after a crash or a lost answer are counted on their own; any other that came again is a
disagreement. Exit status: 0 when everything agrees, 1 when not, 2 for a wrong command.
`;

/** @throws UsageError */
export function parseChaosOptions(args: readonly string[]): ChaosOptions | "help" {
  const values = readFlags(args);
  if (values.help) return "help";
  const minutes = Number(values.minutes);
  if (!(minutes > 0 && minutes <= 1_440)) {
    throw new UsageError(`--minutes takes a number above 0, not "${values.minutes}".`);
  }
  const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed);
  if (!Number.isSafeInteger(seed)) throw new UsageError(`--seed takes a whole number, not "${values.seed}".`);
  return { minutes, seed, json: values.json };
}

function readFlags(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        minutes: { type: "string", default: "2" },
        seed: { type: "string" },
        json: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
