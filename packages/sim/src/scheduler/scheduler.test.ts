import fc from "fast-check";
import { expect, test } from "vitest";
import { virtualGlobals } from "./globals.ts";
import { seededRandom } from "./random.ts";
import { epochMs, Scheduler } from "./scheduler.ts";
import { Trace } from "./trace.ts";

const schedulerOf = (seed: number) => new Scheduler(seededRandom(seed), new Trace(100));
const anHourMs = 60 * 60_000;

test("tasks run in the order of their times, whatever order they came in", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(1_000), { minLength: 1 }), fc.nat(), async (delays, seed) => {
      const scheduler = schedulerOf(seed);
      const ran: number[] = [];
      for (const delay of delays) scheduler.after(delay, "task", () => ran.push(scheduler.now - epochMs));
      await scheduler.run(() => ran.length === delays.length, anHourMs);
      expect(ran).toEqual(delays.toSorted((a, b) => a - b));
    }),
  );
});

test("among tasks of one moment the seed decides, and always in the same way", async () => {
  const orderOf = async (seed: number) => {
    const scheduler = schedulerOf(seed);
    const ran: string[] = [];
    for (const name of ["a", "b", "c", "d"]) scheduler.after(5, name, () => ran.push(name));
    await scheduler.run(() => ran.length === 4, anHourMs);
    return ran.join("");
  };
  const orders = await Promise.all([1, 2, 3, 4, 5, 6].map(orderOf));
  expect(new Set(orders).size).toBeGreaterThan(1);
  expect(await Promise.all([1, 2, 3, 4, 5, 6].map(orderOf))).toEqual(orders);
});

test("all that a task set going comes to rest before the next one", async () => {
  const scheduler = schedulerOf(1);
  const seen: string[] = [];
  const chain = async () => {
    for (let link = 0; link < 50; link++) await Promise.resolve();
    seen.push("first is done");
  };
  scheduler.after(1, "first", () => void chain());
  scheduler.after(1.5, "second", () => seen.push("second"));
  await scheduler.run(() => seen.length === 2, anHourMs);
  expect(seen).toEqual(["first is done", "second"]);
});

test("what was taken back never runs, and an end that cannot come is told", async () => {
  const scheduler = schedulerOf(1);
  const takeBack = scheduler.after(1, "task", () => expect.unreachable());
  takeBack();
  await expect(scheduler.run(() => false, anHourMs)).rejects.toThrow("nothing is left to run");
});

test("timers and the time of libraries are virtual for as long as they should be", async () => {
  const globals = () => [Date.now, Math.random, globalThis.setTimeout, Reflect.get(crypto.subtle, "digest")];
  const before = globals();
  const scheduler = schedulerOf(1);
  {
    using _ = virtualGlobals(scheduler);
    const woken: number[] = [];
    setTimeout(() => woken.push(Date.now() - epochMs), 30_000);
    clearTimeout(setTimeout(() => expect.unreachable(), 1_000));
    await scheduler.run(() => woken.length === 1, anHourMs);
    expect(woken).toEqual([30_000]);
  }
  expect(globals()).toEqual(before);
});
