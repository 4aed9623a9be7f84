import * as fc from "fast-check";
import { expect, test } from "vitest";

import { makeWaitingRoom, type Entry } from "./waitingRoom.ts";

const limits = { atOnce: 2, waiting: 2, waitMsMax: 5_000 };

/** What has become of a request by now. */
function watched(entry: Promise<Entry>): { state: "waits" | "admitted" | "refused"; leave: () => void } {
  const seen: ReturnType<typeof watched> = { state: "waits", leave: () => undefined };
  void entry.then((one) => {
    seen.state = one.admitted ? "admitted" : "refused";
    if (one.admitted) seen.leave = one.leave;
  });
  return seen;
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test("those who find no place wait in the order in which they came, and the rest hears at once when to come back", async () => {
  const room = makeWaitingRoom(limits, () => 0);
  const requests = Array.from({ length: 5 }, () => watched(room.enter()));
  await settled();
  const states = () => requests.map(({ state }) => state);
  expect(states()).toEqual(["admitted", "admitted", "waits", "waits", "refused"]);
  expect(await room.enter()).toEqual({ admitted: false, retryAfterSeconds: 1 });
  requests[1]?.leave();
  await settled();
  expect(states()).toEqual(["admitted", "admitted", "admitted", "waits", "refused"]);
});

test("whoever would wait too long at the present pace is sent away, with the time that the line needs", async () => {
  let now = 0;
  const room = makeWaitingRoom({ atOnce: 1, waiting: 100, waitMsMax: 5_000 }, () => now);
  const waiting = Array.from({ length: 50 }, () => watched(room.enter()));
  for (const request of waiting.slice(0, 40)) {
    await settled();
    now += 1_000;
    request.leave();
  }
  expect(await room.enter()).toEqual({ admitted: false, retryAfterSeconds: 8 });
});

test("never more at once than there are places, nobody is forgotten, and the last one out leaves it empty", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.boolean(), { maxLength: 200 }), async (arrivals) => {
      const room = makeWaitingRoom(limits, () => 0);
      const requests: ReturnType<typeof watched>[] = [];
      const inside: ReturnType<typeof watched>[] = [];
      const look = async () => {
        await settled();
        inside.push(...requests.filter((one) => one.state === "admitted" && !inside.includes(one)));
      };
      let left = 0;
      for (const arrives of arrivals) {
        if (arrives) requests.push(watched(room.enter()));
        else inside[left]?.leave();
        if (!arrives && left < inside.length) left += 1;
        await look();
        expect(inside.length - left).toBeLessThanOrEqual(limits.atOnce);
      }
      while (left < inside.length) {
        inside[left]?.leave();
        left += 1;
        await look();
      }
      expect(requests.every(({ state }) => state !== "waits")).toBe(true);
      expect(await room.enter()).toMatchObject({ admitted: true });
    }),
  );
});
