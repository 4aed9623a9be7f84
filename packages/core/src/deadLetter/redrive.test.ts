import { expect, test } from "vitest";
import type { DeadLetters, Redrive } from "./deadLetter.ts";
import { redrive } from "./redrive.ts";

const now = Date.parse("2026-11-27T09:30:00.000Z");

/** A desk with queues that put letters back as told, and a record that keeps all that was ever written. */
function desk(putBack: DeadLetters["putBack"]) {
  const written: Redrive[] = [];
  const errors: object[] = [];
  const silent = () => {};
  const deps = {
    letters: { look: async () => ({ depth: 0, underWay: 0, letters: [] }), putBack },
    record: { put: async (each: Redrive) => void written.push(each), latest: async () => written },
    clock: { now: () => now, sleep: async () => {} },
    log: { info: silent, warn: silent, error: (_: string, fields = {}) => void errors.push(fields) },
  };
  const order = { id: "1-0-0", of: "email", reason: "mended", actor: "olga@example.com" } as const;
  return { run: () => redrive(deps, order), order, written, errors };
}

const at = "2026-11-27T09:30:00.000Z";

test("it is on the record before the first letter moves, so that a crash hides nothing", async () => {
  const { run, order, written } = desk(() => Promise.reject(new Error("killed")));
  await expect(run()).rejects.toThrow("killed");
  expect(written).toEqual([{ ...order, at }]);
});

test("how it ended takes the place of how it began, and only what died before it began is moved", async () => {
  const { run, order, written } = desk(async (_, { sentBefore }) => {
    expect(sentBefore).toBe(now);
    return { moved: 3, ending: "done" };
  });
  const ended = { ...order, at, moved: 3, ending: "done" };
  expect(await run()).toEqual(ended);
  expect(written.at(-1)).toEqual(ended);
  expect(written.map(({ id, at: time }) => [id, time])).toEqual([
    [order.id, at],
    [order.id, at],
  ]);
});

test("what stopped it is in the log by its name alone, and what was moved is on the record", async () => {
  const { run, errors } = desk(async () => ({
    moved: 2,
    ending: "failed",
    error: new TypeError("to ada@…"),
  }));
  expect(await run()).toMatchObject({ moved: 2, ending: "failed" });
  expect(errors).toEqual([{ of: "email", moved: 2, error: "TypeError" }]);
});
