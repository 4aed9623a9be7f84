import { expect, test } from "vitest";
import { LiveBoard } from "./liveBoard.ts";
import { count, emptyBucket } from "./liveBucket.ts";
import { anEvent, orderIdFor } from "./testing.ts";

const start = Date.parse("2026-11-27T09:00:00.000Z");
const order = (n: number) => anEvent({ orderId: orderIdFor(n), at: "2026-11-27T09:00:01.000Z" });
const v1 = count(
  emptyBucket({ slot: "2026-11-27T09:00:00.000Z", slice: 0 }),
  [order(1), order(2)],
  start + 2_000,
);
const v2 = count(v1, [order(3)], start + 3_000);
const ids = (board: LiveBoard, position: number, limit = 10) =>
  board.since(position, limit).settled.map(({ orderId }) => orderId);

test("each settled order comes once, however often its bucket is read", () => {
  const board = new LiveBoard();
  expect(board.absorb([v1], start)).toBe(true);
  expect(board.absorb([v1], start)).toBe(false);
  const before = board.end;
  board.absorb([v2], start);
  expect(ids(board, 0)).toEqual([orderIdFor(1), orderIdFor(2), orderIdFor(3)]);
  expect(ids(board, before)).toEqual([orderIdFor(3)]);
});

test("a reading older than the last one takes nothing back", () => {
  const board = new LiveBoard();
  board.absorb([v2], start);
  expect(board.absorb([v1], start)).toBe(false);
  expect(board.minutes.get(start)?.counts).toEqual({ "order.confirmed": 3 });
  expect(board.end).toBe(3);
});

test("a minute is the sum of its buckets and leaves with the window", () => {
  const board = new LiveBoard();
  const other = count(emptyBucket({ slot: "2026-11-27T09:00:50.000Z", slice: 1 }), [order(4)], start);
  board.absorb([v2, other], start);
  expect(board.minutes.get(start)?.counts).toEqual({ "order.confirmed": 4 });
  expect(board.absorb([], start + 60_000)).toBe(true);
  expect(board.minutes.size).toBe(0);
});

test("a message holds the newest orders and says how many more there were", () => {
  const board = new LiveBoard();
  board.absorb([v2], start);
  expect(board.since(0, 2)).toMatchObject({
    leftOut: 1,
    settled: [{ orderId: orderIdFor(2) }, { orderId: orderIdFor(3) }],
  });
  expect(board.since(board.end, 2)).toEqual({ settled: [], leftOut: 0 });
});

test("whoever comes back gets all that was counted since", () => {
  const board = new LiveBoard();
  board.absorb([v2], start);
  expect(ids(board, board.positionOf("2026-11-27T09:00:02.500Z"))).toEqual([orderIdFor(3)]);
  expect(ids(board, board.positionOf("2026-11-27T09:00:02.000Z"))).toHaveLength(3);
  expect(board.positionOf("2026-11-27T10:00:00.000Z")).toBe(board.end);
});
