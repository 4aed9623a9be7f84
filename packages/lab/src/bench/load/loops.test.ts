import { afterEach, expect, test, vi } from "vitest";
import { closedLoop, openLoop } from "./loops.ts";
import type { Answer } from "./protocol.ts";

const confirmed: Answer = { kind: "confirmed" };

afterEach(() => vi.useRealTimers());

test("a closed loop has never more in flight than customers, and each asks again when answered, until the time is up", async () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  let inFlight = 0;
  let most = 0;
  const request = async () => {
    most = Math.max(most, (inFlight += 1));
    await new Promise((resolve) => setImmediate(resolve));
    vi.advanceTimersByTime(1);
    inFlight -= 1;
    return confirmed;
  };
  const { answers, elapsedMs } = await closedLoop(request, { concurrency: 3, forMs: 30 });
  expect({ most, answers: answers.length, elapsedMs }).toEqual({ most: 3, answers: 32, elapsedMs: 32 });
});

test("an open loop sends all that are due however long the answers take, and waits for each", async () => {
  const first = Promise.withResolvers<Answer>();
  let sent = 0;
  const request = () => {
    sent += 1;
    if (sent === 20) first.resolve(confirmed); // the last one lets the first one go
    return sent === 1 ? first.promise : Promise.resolve(confirmed);
  };
  const { answers } = await openLoop(request, { perSecond: 1_000, forMs: 20, patienceMs: 10_000 });
  expect(answers).toHaveLength(20);
});

test("a request without an answer is told from one that took too long", async () => {
  const requests = [
    () => Promise.reject(new Error("connection reset")),
    (signal: AbortSignal) =>
      new Promise<Answer>((_resolve, reject) =>
        signal.addEventListener("abort", () => reject(new Error("aborted"))),
      ),
  ];
  let sent = 0;
  const { answers } = await openLoop((signal) => requests[sent++]?.(signal) ?? Promise.resolve(confirmed), {
    perSecond: 1_000,
    forMs: 3,
    patienceMs: 5,
  });
  expect(answers.map(({ kind }) => kind).sort()).toEqual(["broken", "confirmed", "hung"]);
});

test("loads that one generator makes one after another are told by one clock", async () => {
  const soon = () => Promise.resolve(confirmed);
  const first = await openLoop(soon, { perSecond: 1_000, forMs: 2, patienceMs: 1_000 });
  const second = await closedLoop(() => new Promise((resolve) => setImmediate(() => resolve(confirmed))), {
    concurrency: 1,
    forMs: 1,
  });
  expect(second.startedAtMs).toBeGreaterThanOrEqual(first.startedAtMs + first.elapsedMs);
});
