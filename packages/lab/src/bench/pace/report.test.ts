import { expect, test } from "vitest";
import { paceReport, paceText } from "./report.ts";

test("each way is told by itself: to the answer, to the screen, to the mail", () => {
  const answers = [10, 20, 30].map((tookMs) => ({ kind: "confirmed", sentAtMs: 0, tookMs }));
  const report = paceReport({
    load: { startedAtMs: 0, elapsedMs: 1_000, answers },
    screenMs: [100, 300],
    mailMs: [900],
  });
  expect(report).toEqual({
    checkout: { perSecond: 3, p50: 20, p95: 30, p99: 30 },
    screen: { p50: 100, p95: 300, p99: 300 },
    mail: { p50: 900, p95: 900, p99: 900 },
  });
  expect(paceText(report)).toContain("confirmed → on screen   p50 100 ms, p95 300 ms");
});
