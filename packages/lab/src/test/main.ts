import { createReporter } from "@doorbuster/local/shop/cli/reporter";
import { watchForEnd } from "@doorbuster/local/shop/cli/lifetime";
import { formatCounts, sumCounts, type Counts } from "./counts.ts";
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
  const counts: Counts[] = [];
  for (const suite of chosen) {
    if (end.signal.aborted) break;
    counts.push(await report(suite, end.signal));
  }
  const total = sumCounts(counts);
  console.log(formatCounts(total));
  return total.failed === 0 && counts.length === chosen.length ? 0 : 1;
}

/** Runs one suite and prints its line; what it wrote only when it failed. */
async function report(suite: Suite, signal: AbortSignal): Promise<Counts> {
  const running = createReporter(process.stdout, () => performance.now());
  const startedAt = performance.now();
  running.onProgress({ kind: "begin", step: suite.name });
  const { counts, output } = await runSuite(suite, signal).finally(() => running.close());
  if (counts.failed > 0) process.stdout.write(`\n${output}\n`);
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  console.log(`${counts.failed > 0 ? "✗" : "✓"} ${suite.name} ${seconds} s (${formatCounts(counts)})`);
  return counts;
}

process.exitCode = await main(process.argv.slice(2));
