import * as z from "zod";

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** What a suite writes down about its tests: Vitest's and Playwright's JSON reports, as far as they are counted. */
export const reports = {
  vitest: z
    .object({
      numPassedTests: z.int(),
      numFailedTests: z.int(),
      numPendingTests: z.int(),
      numTodoTests: z.int(),
    })
    .transform((report) => ({
      passed: report.numPassedTests,
      failed: report.numFailedTests,
      skipped: report.numPendingTests + report.numTodoTests,
    })),
  playwright: z
    .object({
      stats: z.object({ expected: z.int(), unexpected: z.int(), flaky: z.int(), skipped: z.int() }),
    })
    // A test that passed at the second try has failed once.
    .transform(({ stats }) => ({
      passed: stats.expected,
      failed: stats.unexpected + stats.flaky,
      skipped: stats.skipped,
    })),
} as const satisfies Record<string, z.ZodType<Counts>>;

export type ReportKind = keyof typeof reports;

/** A check without tests of its own, such as a build, counts as one. */
export function countCheck(exitCode: number): Counts {
  return exitCode === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
}

/**
 * Counts a suite by its report. Whatever is wrong shows in the numbers: a suite that failed beside its tests (a file that
 * does not load, an unhandled rejection), that ran none, or that left no report, has one failure at least.
 *
 * @param text the report's JSON; undefined when there is none
 */
export function countTests(kind: ReportKind, text: string | undefined, exitCode: number): Counts {
  const none = { passed: 0, failed: 0, skipped: 0 };
  const counts = text === undefined ? none : reports[kind].parse(JSON.parse(text));
  const ranNothing = counts.passed + counts.failed === 0;
  const failed = counts.failed === 0 && (exitCode !== 0 || ranNothing) ? 1 : counts.failed;
  return { ...counts, failed };
}

export function sumCounts(list: readonly Counts[]): Counts {
  return list.reduce(
    (sum, { passed, failed, skipped }) => ({
      passed: sum.passed + passed,
      failed: sum.failed + failed,
      skipped: sum.skipped + skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );
}

export function formatCounts({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
