import type { Outcome, run as Run } from "../run.ts";
import type { Invariant } from "../invariants/invariant.ts";
import { UsageError } from "../options.ts";
import { loadMutant, StaleMutant } from "./loader.ts";
import type { Mutant } from "./mutant.ts";
import { mutants } from "./mutants.ts";

/** How a mutant was caught. */
interface Catch {
  readonly seed: number;
  /** How many days it took. */
  readonly days: number;
  readonly invariant: Invariant;
  readonly what: string;
}

/** On which days it is looked for. */
interface Days {
  readonly from: number;
  readonly seeds: number;
}

/**
 * Lets each mutant live through days in the shop until the invariant breaks that is to catch it.
 *
 * @returns how many survived, were caught by something else, or do not fit the source any more
 * @throws UsageError for a name that is not in the list
 */
export async function hunt(
  { mutant: name, ...days }: Days & { readonly mutant: string | undefined },
  print: (line: string) => void,
): Promise<number> {
  const hunted = name === undefined ? mutants : [mutantNamed(name)];
  const startedAt = performance.now();
  let caught = 0;
  for (const mutant of hunted) {
    try {
      const found = await chase(await simulationOf(mutant.name), mutant, days);
      if (found?.invariant === mutant.invariant) caught++;
      print(line(mutant, found, days));
    } catch (error) {
      if (!(error instanceof StaleMutant)) throw error;
      print(`STALE    ${error.message}`);
    }
  }
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  print(`${caught} of ${hunted.length} mutants caught in ${seconds} s.`);
  return hunted.length - caught;
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

/**
 * Where a mutant is caught by its own invariant. What breaks by another on the way, a crash for instance, proves nothing of
 * the promise that it is there to try, and is only answered when nothing better comes.
 */
export async function chase(
  run: (seed: number, keep: number) => Promise<Pick<Outcome, "violation">>,
  { invariant, day }: Pick<Mutant, "invariant" | "day">,
  { from, seeds }: Days,
): Promise<Catch | undefined> {
  const days = Array.from({ length: seeds }, (_, index) => from + index);
  let other: Catch | undefined;
  for (const [index, seed] of (day === undefined ? days : [day, ...days]).entries()) {
    const { violation } = await run(seed, 0);
    if (!violation) continue;
    const found = { seed, days: index + 1, ...violation };
    if (violation.invariant === invariant) return found;
    other ??= found;
  }
  return other;
}

function line({ name, breaks, invariant }: Mutant, found: Catch | undefined, { seeds }: Days): string {
  if (!found) return `SURVIVED ${name}: ${breaks}, and nothing showed in ${seeds} seeds`;
  const text = (found.what.split("\n")[0] ?? "").slice(0, 120);
  const how = `in ${found.days} seeds (${found.seed}), by "${found.invariant}": ${text}`;
  if (found.invariant === invariant) return `caught   ${name} ${how}`;
  return `ELSE     ${name}: caught by something else: not by "${invariant}", but ${how}`;
}
