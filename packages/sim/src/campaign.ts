import { run, type Outcome } from "./run.ts";

/** What a stretch of seeds came to. */
export interface Campaign {
  readonly seeds: number;
  readonly failed: number;
}

/** Runs seeds one after the other and reports. @param keepGoing whether to go on after one that failed */
export async function campaign(
  { from, seeds, keepGoing }: { readonly from: number; readonly seeds: number; readonly keepGoing: boolean },
  print: (line: string) => void,
): Promise<Campaign> {
  const startedAt = performance.now();
  let [done, failed, steps, orders] = [0, 0, 0, 0];
  for (let seed = from; seed < from + seeds; seed++) {
    const outcome = await run(seed);
    done++;
    steps += outcome.steps;
    orders += outcome.orders;
    if (!outcome.violation) continue;
    failed++;
    print(failure(outcome));
    if (!keepGoing) break;
  }
  const seconds = (performance.now() - startedAt) / 1000;
  const perMinute = Math.round((done / seconds) * 60);
  print(
    `${done} seeds in ${seconds.toFixed(1)} s: ${perMinute} seeds a minute, ${orders} orders, ${steps} steps.`,
  );
  print(failed === 0 ? "Every invariant held." : `${failed} of ${done} seeds failed.`);
  return { seeds: done, failed };
}

/** What failed, where, what led there, and how to see it again. @param mutant the mistake that was put in, if any */
export function failure({ seed, steps, hash, violation, trace }: Outcome, mutant?: string): string {
  const which = mutant === undefined ? "" : `--mutant ${mutant} `;
  return [
    ...trace,
    "",
    `seed ${seed}, step ${steps}, trace ${hash}: ${violation?.invariant}`,
    `  ${violation?.what}`,
    `  again, step by step: npm run sim -- ${which}--seed ${seed} --trace`,
    "",
  ].join("\n");
}
