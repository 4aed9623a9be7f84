import { expect, test } from "vitest";

import { makePrecedence } from "./precedence.ts";
import { virtualClock } from "./testing/virtualClock.ts";

const { signal } = new AbortController();

test("what nobody waits for goes at once while few wait, and the later the more do", async () => {
  const clock = virtualClock();
  const precedence = makePrecedence(clock);
  const leave = Array.from({ length: 9 }, () => precedence.begin());
  const took = async (haste: "screen" | "errand") => {
    const startedAt = clock.now();
    await precedence.giveWay(haste, signal);
    return clock.now() - startedAt;
  };
  expect([await took("screen"), await took("errand")]).toEqual([50, 175]);
  leave.push(...Array.from({ length: 91 }, () => precedence.begin()));
  expect([await took("screen"), await took("errand")]).toEqual([1_000, 5_000]);
  for (const left of leave.slice(0, 92)) left();
  expect([await took("screen"), await took("errand")]).toEqual([0, 0]);
});

test("it goes as soon as the line has become short, or when it is told to stop", async () => {
  const clock = virtualClock();
  const leave: (() => void)[] = [];
  const precedence = makePrecedence({
    now: () => clock.now(),
    async sleep(ms, stop) {
      await clock.sleep(ms, stop);
      leave.pop()?.();
    },
  });
  leave.push(...Array.from({ length: 11 }, () => precedence.begin()));
  await precedence.giveWay("errand", signal);
  expect({ stillWaiting: leave.length, after: clock.now() }).toEqual({ stillWaiting: 8, after: 75 });
  leave.push(precedence.begin());
  await precedence.giveWay("errand", AbortSignal.abort());
  expect(clock.now()).toBe(75);
});
