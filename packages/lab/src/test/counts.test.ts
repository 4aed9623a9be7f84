import { expect, test } from "vitest";
import { countCheck, countTests, formatCounts, sumCounts } from "./counts.ts";

const vitest = (passed: number, failed: number, pending = 0, todo = 0) =>
  JSON.stringify({
    numPassedTests: passed,
    numFailedTests: failed,
    numPendingTests: pending,
    numTodoTests: todo,
  });
const playwright = (expected: number, unexpected: number, flaky = 0, skipped = 0) =>
  JSON.stringify({ stats: { expected, unexpected, flaky, skipped } });

test("counts what a report says", () => {
  expect(countTests("vitest", vitest(7, 0, 2, 1), 0)).toEqual({ passed: 7, failed: 0, skipped: 3 });
  expect(countTests("vitest", vitest(7, 2), 1)).toEqual({ passed: 7, failed: 2, skipped: 0 });
  expect(countTests("playwright", playwright(4, 1, 0, 2), 1)).toEqual({ passed: 4, failed: 1, skipped: 2 });
});

test("a test that passed only at the second try has failed", () => {
  expect(countTests("playwright", playwright(4, 0, 1), 0)).toMatchObject({ failed: 1 });
});

test.each([
  ["ran no test", "vitest", vitest(0, 0), 0],
  ["skipped all its tests", "vitest", vitest(0, 0, 5), 0],
  ["could not load a file", "vitest", vitest(7, 0), 1],
  ["left no report", "vitest", undefined, 0],
  ["found no test", "playwright", playwright(0, 0), 0],
] as const)("a suite that %s has failed", (_what, kind, text, exitCode) => {
  expect(countTests(kind, text, exitCode).failed).toBe(1);
});

test("a check counts as one", () => {
  expect(countCheck(0)).toEqual({ passed: 1, failed: 0, skipped: 0 });
  expect(countCheck(2)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test("everything is summed up in one plain line", () => {
  const counts = [countCheck(0), countCheck(1), countTests("vitest", vitest(10, 1, 2), 1)];
  expect(formatCounts(sumCounts(counts))).toBe("11 passed, 2 failed, 2 skipped");
  expect(formatCounts(sumCounts([]))).toBe("0 passed, 0 failed, 0 skipped");
});
