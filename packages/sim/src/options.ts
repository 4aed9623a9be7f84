import { parseArgs } from "node:util";

export type Options =
  | { readonly kind: "help" }
  /** Many seeds, one after the other. */
  | { readonly kind: "seeds"; readonly from: number; readonly seeds: number; readonly keepGoing: boolean }
  /** One seed, step by step if told so, perhaps in a shop with a mistake in it. */
  | {
      readonly kind: "seed";
      readonly seed: number;
      readonly trace: boolean;
      readonly mutant: string | undefined;
    }
  /** Every mutant, or one of them. */
  | {
      readonly kind: "mutants";
      readonly mutant: string | undefined;
      readonly from: number;
      readonly seeds: number;
    };

/** A wrong command line. The message says what is wrong with it. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

export const usage = `Simulates days in the shop, in which everything goes wrong that may, and checks what must hold.

  npm run sim -- --seeds N [--from S]     N days, from seed S on (0); stops at the first that fails
  npm run sim -- --seeds N --keep-going   the same, and goes on after one that fails
  npm run sim -- --seed S                 one day; with --trace, step by step
  npm run sim -- --mutants                breaks the shop on purpose, in every way listed, and checks that it shows
  npm run sim -- --mutant NAME            one of these ways; with --seed S, one day of it

Without options: 500 days. The same seed gives the same steps, on every machine.
Exit status: 0 when everything held (and every mutant was caught), 1 when not, 2 for a wrong command.
`;

/** How many seeds a mutant gets to show itself in, unless told. */
const mutantSeeds = 150;

/** @throws UsageError */
export function parseOptions(args: readonly string[]): Options {
  const { values, positionals } = readFlags(args);
  const [stray] = positionals;
  if (stray !== undefined) throw new UsageError(`"${stray}" is no option.`);
  if (values.help) return { kind: "help" };
  const { trace, mutant } = values;
  if (values.seed !== undefined) {
    refuseBeside("--seed", values, ["seeds", "from", "keep-going", "mutants"]);
    return { kind: "seed", seed: whole("--seed", values.seed, 0), trace, mutant };
  }
  if (trace) throw new UsageError("--trace tells of one day: name it with --seed.");
  const from = values.from === undefined ? 0 : whole("--from", values.from, 0);
  const seeds = values.seeds === undefined ? undefined : whole("--seeds", values.seeds, 1);
  if (!values.mutants && mutant === undefined) {
    return { kind: "seeds", from, seeds: seeds ?? 500, keepGoing: values["keep-going"] };
  }
  refuseBeside("mutants", values, ["keep-going"]);
  if (values.mutants && mutant !== undefined) throw new UsageError("Either all --mutants, or one --mutant.");
  return { kind: "mutants", mutant, from, seeds: seeds ?? mutantSeeds };
}

function readFlags(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        seeds: { type: "string" },
        from: { type: "string" },
        seed: { type: "string" },
        trace: { type: "boolean", default: false },
        "keep-going": { type: "boolean", default: false },
        mutants: { type: "boolean", default: false },
        mutant: { type: "string" },
        help: { type: "boolean", short: "h", default: false },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function refuseBeside(
  what: string,
  values: Readonly<Record<string, string | boolean | undefined>>,
  names: readonly string[],
): void {
  const stray = names.find((name) => values[name] !== undefined && values[name] !== false);
  if (stray !== undefined) throw new UsageError(`--${stray} does not go with ${what}.`);
}

/** Seeds are 32 bits. */
const seedMax = 2 ** 32 - 1;

function whole(flag: string, text: string, least: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= seedMax) return value;
  throw new UsageError(`${flag} takes a whole number from ${least} to ${seedMax}, not "${text}".`);
}
