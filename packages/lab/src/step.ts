import { createReporter } from "@doorbuster/local/shop/cli/reporter";

/** Runs one step of a command, and says on stderr that it goes on and how long it took. */
export async function inStep<T>(step: string, run: () => Promise<T>): Promise<T> {
  const reporter = createReporter(process.stderr, () => performance.now());
  const startedAt = performance.now();
  reporter.onProgress({ kind: "begin", step });
  try {
    const result = await run();
    reporter.onProgress({ kind: "end", step, elapsedMs: performance.now() - startedAt });
    return result;
  } finally {
    reporter.close();
  }
}
