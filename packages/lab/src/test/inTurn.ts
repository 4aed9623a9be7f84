import { allSettled } from "@doorbuster/local/shop/all-settled";
import type { Suite } from "./suites.ts";

/** How many suites that share run at once. */
const lanes = 2;

/**
 * Runs suites in their order: one at a time, and neighbours that share two at a time. Throws the first failure of `run`,
 * when nothing runs any more.
 */
export async function inTurn(suites: readonly Suite[], run: (suite: Suite) => Promise<void>): Promise<void> {
  for (const neighbours of neighbourhoods(suites)) {
    const line = neighbours.values();
    const lane = async () => {
      for (const suite of line) await run(suite);
    };
    await allSettled(Array.from({ length: lanes }, lane));
  }
}

/** Each suite on its own, and those that share together with their neighbours. */
function neighbourhoods(suites: readonly Suite[]): Suite[][] {
  const all: Suite[][] = [];
  for (const suite of suites) {
    const last = all.at(-1);
    if (suite.shares && last?.[0]?.shares) last.push(suite);
    else all.push([suite]);
  }
  return all;
}
