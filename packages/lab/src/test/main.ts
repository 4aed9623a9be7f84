import { createReporter, type Reporter } from "@doorbuster/local/shop/cli/reporter";
import { watchForEnd } from "@doorbuster/local/shop/cli/lifetime";
import { formatCounts, sumCounts, type Counts } from "./counts.ts";
import { inTurn } from "./inTurn.ts";
import { runSuite } from "./runSuite.ts";
import { suites, type Suite } from "./suites.ts";

/**
 * `npm test`: every suite, or those whose names are given. Each tells its time; a suite that fails shows what it wrote.
 * The last line sums up everything. Answers the exit status: 0 when nothing failed, 2 for an unknown name.
 */
async function main(names: readonly string[]): Promise<number> {
  const unknown = names.filter((name) => !suites.some((suite) => suite.name === name));
  if (unknown.length > 0) {
    console.error(
      `There is no suite ${unknown.join(", ")}. There are ${suites.map(({ name }) => name).join(", ")}.`,
    );
    return 2;
  }
  const end = new AbortController();
  watchForEnd((why) => end.abort(new Error(why)));
  const chosen = suites.filter(({ name }) => names.length === 0 || names.includes(name));
  const progress = createReporter(process.stdout, () => performance.now());
  const counts: Counts[] = [];
  await inTurn(chosen, async (suite) => {
    if (!end.signal.aborted) counts.push(await report(suite, progress, end.signal));
  }).finally(() => progress.close());
  const total = sumCounts(counts);
  console.log(formatCounts(total));
  return total.failed === 0 && counts.length === chosen.length ? 0 : 1;
}

/** Runs one suite and prints its line; what it wrote only when it failed. */
async function report(suite: Suite, { onProgress }: Reporter, signal: AbortSignal): Promise<Counts> {
  const { name: step } = suite;
  const startedAt = performance.now();
  onProgress({ kind: "begin", step });
  const { counts, output } = await runSuite(suite, signal);
  const failed = counts.failed > 0;
  const elapsedMs = performance.now() - startedAt;
  onProgress({ kind: "end", step, elapsedMs, note: formatCounts(counts), failed });
  if (failed) process.stdout.write(`\n${output}\n\n`);
  return counts;
}

process.exitCode = await main(process.argv.slice(2));
