import { expect, test } from "vitest";
import type { LoadReport } from "../load/protocol.ts";
import { fullSpeedAfter, isTrue, spikeReport, spikeText } from "./report.ts";

type Answer = LoadReport["answers"][number];

const answer = (kind: string, tookMs = 10, more: Partial<Answer> = {}): Answer => ({
  kind,
  tookMs,
  sentAtMs: 0,
  ...more,
});

/** Confirmed orders, `perSecond` of them from `fromMs` on. */
const confirmed = (perSecond: number, fromMs: number, toMs: number): Answer[] =>
  Array.from({ length: (perSecond * (toMs - fromMs)) / 1_000 }, (_, index) =>
    answer("confirmed", 5, { sentAtMs: fromMs + (index * 1_000) / perSecond }),
  );

test("an answer is true when it is the end of it for a customer: later is one only with a time", () => {
  const answers = [
    answer("confirmed"),
    answer("declined"),
    answer("SOLD_OUT"),
    answer("RATE_LIMITED", 1, { timed: true }),
  ];
  expect(answers.every(isTrue)).toBe(true);
  expect(isTrue(answer("RATE_LIMITED", 1, { timed: false }))).toBe(false);
});

test.each(["pending", "requires_action", "PAYMENT_UNAVAILABLE", "INTERNAL", "broken", "hung"])(
  "%s is no true answer, and is counted as none",
  (kind) => {
    expect(isTrue(answer(kind))).toBe(false);
    const spike = { startedAtMs: 0, elapsedMs: 1_000, answers: [answer("confirmed"), answer(kind)] };
    const afterwards = { startedAtMs: 1_000, elapsedMs: 1_000, answers: [] };
    expect(spikeReport({ capacity: 10, perSecond: 100, spike, afterwards }).untrue).toBe(1);
  },
);

/** A spike of ten seconds, whose last answer comes when the line is empty, and the closed loop after it. */
const watched = (capacity: number, lineMs: number, answers: Answer[]) => ({
  capacity,
  spike: {
    startedAtMs: 50_000,
    elapsedMs: 10_000 + lineMs,
    answers: [
      answer("confirmed", 10_000 + lineMs), // the first one sent and the last one answered
      answer("RATE_LIMITED", 1, { sentAtMs: 10_000, timed: true }),
    ],
  },
  afterwards: { startedAtMs: 60_000 + lineMs, elapsedMs: 5_000, answers },
});

test("full speed is back at the end of the first second of it, and never if there is none", () => {
  const answers = [...confirmed(20, 0, 2_000), ...confirmed(100, 2_000, 5_000)];
  expect(fullSpeedAfter(watched(100, 0, answers))).toBe(3);
  expect(fullSpeedAfter(watched(1_000, 0, answers))).toBeNull();
});

test("full speed is counted from the spike's last request: the time in which its line empties is in it", () => {
  const measured = watched(100, 4_500, confirmed(100, 0, 5_000));
  expect(fullSpeedAfter(measured)).toBe(5.5);
  const report = spikeReport({ ...measured, perSecond: 1_000 });
  expect(report).toMatchObject({ lineEmptyAfterSeconds: 4.5, fullSpeedAfterSeconds: 5.5 });
  expect(spikeText(report)).toContain("the line empty after 4.5 s, full speed again after 5.5 s");
});

test("the report shares the answers out by kind and counts those that are none", () => {
  const spike = {
    startedAtMs: 0,
    elapsedMs: 1_000,
    answers: [
      answer("confirmed", 900),
      ...Array.from({ length: 8 }, () => answer("RATE_LIMITED", 2, { timed: true })),
      answer("hung", 30_000),
    ],
  };
  const afterwards = { startedAtMs: 1_000, elapsedMs: 2_000, answers: confirmed(10, 0, 2_000) };
  const report = spikeReport({ capacity: 10, perSecond: 100, spike, afterwards });
  expect(report).toMatchObject({
    capacityPerSecond: 10,
    spikePerSecond: 100,
    requests: 10,
    untrue: 1,
    fullSpeedAfterSeconds: 2,
    byKind: {
      RATE_LIMITED: { share: 0.8, answers: 8, p95Ms: 2 },
      confirmed: { share: 0.1 },
      hung: { share: 0.1 },
    },
  });
  expect(spikeText(report)).toMatch(/RATE_LIMITED +80\.0 % +8 +p95 2 ms/);
});
