import { expect, test } from "vitest";

import { makePrecedence } from "./precedence.ts";
import { virtualClock } from "./testing/virtualClock.ts";

const { signal } = new AbortController();

test("what nobody waits for goes at once while few wait, and a while later at most while many do", async () => {
  const clock = virtualClock();
  const precedence = makePrecedence(clock);
  const leave = Array.from({ length: 9 }, () => precedence.begin());
  const startedAt = clock.now();
  await precedence.giveWay("screen", signal);
  expect(clock.now() - startedAt).toBe(250);
  await precedence.giveWay("errand", signal);
  expect(clock.now() - startedAt).toBe(4_250);
  leave[0]?.();
  await precedence.giveWay("errand", signal);
  expect(clock.now() - startedAt).toBe(4_250);
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
  await precedence.giveWay("screen", signal);
  expect({ stillWaiting: leave.length, after: clock.now() }).toEqual({ stillWaiting: 8, after: 75 });
  leave.push(precedence.begin());
  await precedence.giveWay("screen", AbortSignal.abort());
  expect(clock.now()).toBe(75);
});
