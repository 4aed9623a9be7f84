import { expect, test } from "vitest";
import { slotMs } from "../metrics/liveBucket.ts";
import { isoTime } from "../ports.ts";
import { SlotHistory, type NumbersReader } from "./slotHistory.ts";
import { numbersOf, start } from "./testing.ts";

const minute = 60_000;
type Reading = Awaited<ReturnType<NumbersReader["read"]>>[number];

/** A table of buckets that notes what it is asked for. */
function aTable() {
  const rows = new Map<string, Reading>();
  const asked: number[] = [];
  const reader: NumbersReader = {
    async read(from, to, known) {
      asked.push(to - from);
      await Promise.resolve();
      return [...rows.values()].filter((row) => {
        const at = Date.parse(row.slot);
        return at >= from && at < to && row.version > known(row);
      });
    },
  };
  const write = (at: number, placed: number, version = 1, slice = 0) =>
    rows.set(`${at}#${slice}`, { slot: isoTime(at), slice, version, numbers: numbersOf({ placed }) });
  return { reader, write, asked };
}

const placedIn = (slots: Awaited<ReturnType<SlotHistory["read"]>>) =>
  [...slots.values()].reduce((sum, { counts }) => sum + (counts["order.placed"] ?? 0), 0);

test("the slices of a slot are one, and a later version takes the place of the one before", async () => {
  const { reader, write } = aTable();
  const history = new SlotHistory(reader);
  write(start, 3);
  write(start, 4, 1, 1);
  expect(placedIn(await history.read(start + minute))).toBe(7);
  write(start, 5, 2);
  expect(placedIn(await history.read(start + 2 * minute))).toBe(9);
});

test("the first look reads everything, those after it what is fresh, and what came late is found within ten minutes", async () => {
  const { reader, write, asked } = aTable();
  const history = new SlotHistory(reader);
  for (let i = 0; i < 10; i++) await history.read(start + i * minute);
  expect(asked[0]).toBeGreaterThanOrEqual(35 * minute);
  expect(asked.slice(1).every((ms) => ms <= 5 * minute + slotMs)).toBe(true);
  write(start - 20 * minute, 8);
  expect(placedIn(await history.read(start + 10 * minute))).toBe(8);
});

test("what is older than anybody looks is forgotten", async () => {
  const { reader, write } = aTable();
  const history = new SlotHistory(reader);
  write(start, 3);
  await history.read(start + minute);
  expect((await history.read(start + 60 * minute)).size).toBe(0);
});
