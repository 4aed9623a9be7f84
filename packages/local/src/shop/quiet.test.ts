import { expect, test } from "vitest";

import type { SourceStatus } from "../lambda/index.ts";
import { type QuietProbe, waitUntilQuiet } from "./quiet.ts";

type Reading = Partial<SourceStatus> & { queue?: number };

function reader(reading: Reading): SourceStatus {
  return {
    function: "live",
    source: "EventStream",
    kind: "stream",
    pending: 0,
    inFlight: 0,
    behind: false,
    idleAt: Date.now(),
    delivered: 0,
    lastSuccessAt: null,
    consecutiveFailures: 0,
    ...reading,
  };
}

/** Answers each reading once, and the last one from then on. */
function probeOf(...readings: Reading[]): QuietProbe & { asked: () => number } {
  let asked = 0;
  const reading = () => readings[Math.min(asked, readings.length - 1)] ?? {};
  return {
    asked: () => asked,
    sources: async () => [reader(reading())],
    queueDepths: async () => {
      const depth = reading().queue ?? 0;
      asked += 1;
      return new Map([["EmailQueue", depth]]);
    },
  };
}

test("takes two calm looks, with nothing delivered between them", async () => {
  const probe = probeOf({ delivered: 1 }, { delivered: 2 }, { delivered: 2 });
  await waitUntilQuiet(probe);
  expect(probe.asked()).toBe(3);
});

test.each(["table", "stream"] as const)(
  "does not believe a reader of a %s that has not read since the first look",
  async (kind) => {
    const long = Date.now() - 60_000;
    const probe = probeOf({ kind, idleAt: long }, { kind, idleAt: null }, {}, {});
    await waitUntilQuiet(probe);
    expect(probe.asked()).toBe(4);
  },
);

test("a queue that holds nothing is at rest, whenever it was last read", async () => {
  const probe = probeOf({ kind: "queue", idleAt: null });
  await waitUntilQuiet(probe);
  expect(probe.asked()).toBe(2);
});

test("waits for a queue's reader that has something to go", async () => {
  const probe = probeOf({ kind: "queue", pending: 1 }, { kind: "queue" });
  await waitUntilQuiet(probe);
  expect(probe.asked()).toBe(3);
});

test("waits for what feeds the readers", async () => {
  const answers = [false, true];
  const probe = probeOf({});
  await waitUntilQuiet(probe, { until: async () => answers.shift() ?? true });
  expect(probe.asked()).toBe(2);
});

test.each<[string, Reading]>([
  ["live has 3 to go from EventStream", { pending: 3 }],
  ["EmailQueue holds 2", { queue: 2 }],
  ["sweep runs", { function: "sweep", kind: "schedule", inFlight: 1 }],
])("gives up with a sentence that says: %s", async (sentence, reading) => {
  await expect(waitUntilQuiet(probeOf(reading), { timeoutMs: 0 })).rejects.toThrow(sentence);
});
