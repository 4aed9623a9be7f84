import type { run as Run } from "../run.ts";
import { UsageError } from "../options.ts";
import { loadMutant, StaleMutant } from "./loader.ts";
import type { Mutant } from "./mutant.ts";
import { mutants } from "./mutants.ts";

/** How a mutant was caught. */
interface Catch {
  readonly seed: number;
  /** How many days it took. */
  readonly days: number;
  readonly invariant: string;
  readonly what: string;
}

/**
 * Lets each mutant live through days in the shop until an invariant is broken.
 *
 * @returns how many survived, or do not fit the source any more
 * @throws UsageError for a name that is not in the list
 */
export async function hunt(
  {
    mutant: name,
    from,
    seeds,
  }: { readonly mutant: string | undefined; readonly from: number; readonly seeds: number },
  print: (line: string) => void,
): Promise<number> {
  const hunted = name === undefined ? mutants : [mutantNamed(name)];
  const startedAt = performance.now();
  let survivors = 0;
  for (const mutant of hunted) {
    const caught = await chase(mutant, from, seeds).catch((error: unknown) => {
      if (!(error instanceof StaleMutant)) throw error;
      print(`STALE    ${error.message}`);
      return "stale" as const;
    });
    if (!caught || caught === "stale") survivors++;
    if (caught !== "stale") print(line(mutant, caught, seeds));
  }
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  print(`${hunted.length - survivors} of ${hunted.length} mutants caught in ${seconds} s.`);
  return survivors;
}

/** A simulation of the shop with this mistake in it. @throws UsageError for a name that is not in the list */
export async function simulationOf(name: string): Promise<typeof Run> {
  const loaded = await loadMutant(mutantNamed(name), new URL("../run.ts", import.meta.url));
  return (loaded as { run: typeof Run }).run;
}

function mutantNamed(name: string): Mutant {
  const found = mutants.find((mutant) => mutant.name === name);
  if (found) return found;
  throw new UsageError(
    `There is no mutant ${name}. There are: ${mutants.map((each) => each.name).join(", ")}.`,
  );
}

async function chase({ name, day }: Mutant, from: number, seeds: number): Promise<Catch | undefined> {
  const run = await simulationOf(name);
  const days = Array.from({ length: seeds }, (_, index) => from + index);
  for (const [index, seed] of (day === undefined ? days : [day, ...days]).entries()) {
    const { violation } = await run(seed, 0);
    if (violation) return { seed, days: index + 1, ...violation };
  }
  return undefined;
}

function line({ name, breaks }: Mutant, caught: Catch | undefined, seeds: number): string {
  if (!caught) return `SURVIVED ${name}: ${breaks}, and nothing showed in ${seeds} seeds`;
  const { seed, days, invariant, what } = caught;
  const text = (what.split("\n")[0] ?? "").slice(0, 120);
  return `caught   ${name} in ${days} seeds (${seed}), by "${invariant}": ${text}`;
}
