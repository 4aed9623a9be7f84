import { expect, test } from "vitest";
import type { Anomaly } from "./anomaly.ts";
import { noticeOf } from "./words.ts";

const declines: Anomaly = {
  series: "moreDeclines",
  startedAt: "2026-11-27T09:14:05.000Z",
  foundAt: "2026-11-27T09:17:09.000Z",
  endedAt: null,
  ended: null,
  value: 0.45,
  worst: 0.52,
  edge: 0.142,
  usual: { value: 0.031, spread: 1 },
};
const over: Anomaly = { ...declines, endedAt: "2026-11-27T09:30:00.000Z", ended: "back", value: 0.03 };

test("what began is told with its value, its band and since when", () => {
  const { subject, text } = noticeOf({ began: [declines], over: [] }, "doorbuster-production");
  expect(subject).toBe("doorbuster-production: More declines than usual");
  expect(text).toContain(
    "Seen: 45.0\u00a0%; usually 3.1\u00a0%, at most 14.2\u00a0%.\nSince 2026-11-27 09:14 UTC.",
  );
  expect(text).toContain("docs/aws/runbooks/anomaly.md");
});

test("what is over is told with why, how far out it was and how long it lasted", () => {
  const { subject, text } = noticeOf({ began: [], over: [over] }, "s");
  expect(subject).toBe("s: over: More declines than usual");
  expect(text).toContain("back in its band");
  expect(text).toContain("Farthest out: 52.0\u00a0%.\nFrom 2026-11-27 09:14 UTC to 2026-11-27 09:30 UTC.");
});

test("everything that one look found is one mail", () => {
  const robots: Anomaly = {
    ...declines,
    series: "fasterSale",
    sku: "LAMP-1",
    product: "Lamp",
    value: 90,
    edge: 40,
  };
  const { subject, text } = noticeOf({ began: [declines, robots], over: [over] }, "s");
  expect(subject).toBe("s: Anomalies: 2 began, 1 over");
  expect(text).toContain("Lamp sells faster than usual.\nSeen: 90 a minute");
});

test("a subject is what SNS takes, whatever a product is called", () => {
  const robots: Anomaly = {
    ...declines,
    series: "fasterSale",
    sku: "A",
    product: `Größe ${"ß".repeat(200)}`,
  };
  const { subject } = noticeOf({ began: [robots], over: [] }, "s");
  expect(subject).toMatch(/^s: Gr\?\?e \?+$/);
  expect(subject).toHaveLength(100);
});
