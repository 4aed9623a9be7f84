import type { EventBridgeEvent } from "aws-lambda";
import { expect, test } from "vitest";

import { eventually } from "../testing/eventually.ts";
import { fakeLambda } from "../testing/fakeLambda.ts";
import { sample, shape } from "../testing/sample.ts";
import { virtualClock } from "../testing/virtualClock.ts";
import { startSchedule } from "./scheduleSource.ts";

type Scheduled = EventBridgeEvent<"Scheduled Event", object>;

function schedule(everyMinutes: number, handler: (event: Scheduled) => unknown) {
  const clock = virtualClock(Date.UTC(2026, 0, 1, 12, 0, 30));
  const lambda = fakeLambda("sweep", handler);
  return startSchedule({ function: "sweep", everyMinutes, lambda: () => lambda, clock, log: () => {} });
}

test("runs on the full minute, with AWS's documented event", async () => {
  const events: Scheduled[] = [];
  const source = schedule(5, (event) => void events.push(event));
  await eventually(() => events.length >= 3);
  await source.stop();
  expect(events.slice(0, 3).map(({ time }) => time)).toEqual([
    "2026-01-01T12:05:00Z",
    "2026-01-01T12:10:00Z",
    "2026-01-01T12:15:00Z",
  ]);
  expect(shape(events[0])).toEqual(shape(sample("scheduled-event")));
});

test("goes on after a run that failed, and can be run at once", async () => {
  let runs = 0;
  const source = schedule(1, () => {
    runs += 1;
    if (runs <= 2) throw new Error("down");
  });
  await eventually(() => source.status().lastSuccessAt !== null);
  expect(source.status().consecutiveFailures).toBe(0);
  const before = source.status().delivered;
  await source.trigger();
  expect(source.status().delivered).toBeGreaterThan(before);
  await source.stop();
});
