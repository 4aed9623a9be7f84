import { expect, test } from "vitest";
import { drive } from "./drive.ts";

/** A clock that jumps to the next sleeper once nothing else is left to do. */
function virtualClock() {
  let now = 0;
  const sleepers: { at: number; wake: () => void }[] = [];
  const clock = {
    now: () => now,
    sleep: (ms: number) =>
      new Promise<void>((resolve) => {
        sleepers.push({ at: now + ms, wake: resolve });
        setImmediate(tick);
      }),
  };
  const tick = () => {
    const next = sleepers.sort((a, b) => a.at - b.at).shift();
    if (!next) return;
    now = Math.max(now, next.at);
    next.wake();
  };
  return clock;
}

const { signal } = new AbortController();
const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);

async function run(
  pace: { ratePerSecond: number | "max"; concurrency: number },
  jobs: number,
  jobMs: number,
) {
  const clock = virtualClock();
  const began: number[] = [];
  let inFlight = 0;
  let most = 0;
  await drive(
    numbers(jobs),
    async (job) => {
      began[job] = clock.now();
      most = Math.max(most, (inFlight += 1));
      await clock.sleep(jobMs);
      inFlight -= 1;
    },
    { pace, clock, signal },
  );
  return { began, most, tookMs: clock.now() };
}

test("a closed loop keeps as many in flight as it may, and never more", async () => {
  const { most, tookMs } = await run({ ratePerSecond: "max", concurrency: 4 }, 20, 100);
  expect(most).toBe(4);
  expect(tookMs).toBe(500);
});

test("an open loop begins jobs on time, however long they take", async () => {
  const { began, most } = await run({ ratePerSecond: 10, concurrency: 64 }, 20, 950);
  expect(began).toEqual(numbers(20).map((i) => i * 100));
  expect(most).toBe(10);
});

test("an open loop that finds all places taken begins late, and leaves nothing out", async () => {
  const { began, most } = await run({ ratePerSecond: 10, concurrency: 2 }, 6, 1_000);
  expect(began).toEqual([0, 100, 1_000, 1_100, 2_000, 2_100]);
  expect(most).toBe(2);
});

test("nothing is begun after a job has failed", async () => {
  const begun: number[] = [];
  const driven = drive(
    numbers(10),
    async (job) => {
      begun.push(job);
      await Promise.resolve();
      if (job === 1) throw new Error("broken");
    },
    { pace: { ratePerSecond: "max", concurrency: 2 }, clock: virtualClock(), signal },
  );
  await expect(driven).rejects.toThrow("broken");
  expect(begun.length).toBeLessThan(5);
});

test("a drive that is called off begins nothing more and says why", async () => {
  const end = new AbortController();
  const begun: number[] = [];
  const driven = drive(
    numbers(10),
    async (job) => {
      begun.push(job);
      if (job === 2) end.abort(new Error("called off"));
    },
    { pace: { ratePerSecond: "max", concurrency: 1 }, clock: virtualClock(), signal: end.signal },
  );
  await expect(driven).rejects.toThrow("called off");
  expect(begun).toEqual([0, 1, 2]);
});

test("no jobs are done at once", async () => {
  await drive([], () => Promise.reject(new Error("never")), {
    pace: { ratePerSecond: 1, concurrency: 1 },
    clock: virtualClock(),
    signal,
  });
});
