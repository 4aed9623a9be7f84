import fc from "fast-check";
import { expect, test } from "vitest";
import { quietHoursSchema, quietUntil } from "./quietHours.ts";

const night = { from: "22:00", to: "07:00", zone: "Europe/London" };
const at = Date.parse;
const iso = (time: number | undefined) => time && new Date(time).toISOString();

test("a night that crosses midnight holds on both sides of it, and ends in the morning", () => {
  expect(quietUntil(night, at("2026-01-10T21:59:59.999Z"))).toBeUndefined();
  expect(iso(quietUntil(night, at("2026-01-10T22:00:00.000Z")))).toBe("2026-01-11T07:00:00.000Z");
  expect(iso(quietUntil(night, at("2026-01-11T06:59:59.999Z")))).toBe("2026-01-11T07:00:00.000Z");
  expect(quietUntil(night, at("2026-01-11T07:00:00.000Z"))).toBeUndefined();
});

test("the hours are the customer's, not ours", () => {
  const tokyo = { ...night, zone: "Asia/Tokyo" };
  expect(iso(quietUntil(tokyo, at("2026-01-10T13:00:00.000Z")))).toBe("2026-01-10T22:00:00.000Z");
  expect(quietUntil(tokyo, at("2026-01-10T22:00:00.000Z"))).toBeUndefined();
  const kathmandu = { from: "21:10", to: "06:20", zone: "Asia/Kathmandu" }; // 5 h 45 ahead
  expect(iso(quietUntil(kathmandu, at("2026-01-10T20:00:00.000Z")))).toBe("2026-01-11T00:35:00.000Z");
});

test("the night in which clocks go forward is an hour shorter, the one in which they go back an hour longer", () => {
  expect(iso(quietUntil(night, at("2026-03-28T23:00:00.000Z")))).toBe("2026-03-29T06:00:00.000Z");
  expect(iso(quietUntil(night, at("2026-10-24T22:00:00.000Z")))).toBe("2026-10-25T07:00:00.000Z");
});

test("an end that the clock skips is over when the clock jumps past it", () => {
  const ends = { from: "22:00", to: "01:30", zone: "Europe/London" }; // 01:00 to 02:00 is skipped
  expect(iso(quietUntil(ends, at("2026-03-29T00:30:00.000Z")))).toBe("2026-03-29T01:00:00.000Z");
});

const zones = [
  "UTC",
  "Europe/London",
  "America/New_York",
  "America/St_Johns",
  "Asia/Kathmandu",
  "Australia/Lord_Howe", // sets its clocks by half an hour
  "Pacific/Chatham",
  "Africa/Casablanca",
];
const time = fc
  .integer({ min: 0, max: 1439 })
  .map(
    (minute) => `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`,
  );
const quiet = fc
  .record({ from: time, to: time, zone: fc.constantFrom(...zones) })
  .filter(({ from, to }) => from !== to);
/** Half of the moments lie within a day of a change of some zone's clocks. */
const changes = ["2026-03-08", "2026-03-29", "2026-04-05", "2026-10-04", "2026-10-25", "2026-11-01"];
const moment = fc.oneof(
  fc.date({ min: new Date("2020-01-01"), max: new Date("2035-01-01"), noInvalidDate: true }).map(Number),
  fc
    .tuple(fc.constantFrom(...changes), fc.integer({ min: -86_400_000, max: 2 * 86_400_000 }))
    .map(([day, offset]) => at(day) + offset),
);

/** What a clock on the wall shows, asked another way than the product does. */
function wallClock(zone: string, now: number): string {
  return new Date(now).toLocaleTimeString("sv-SE", { timeZone: zone, timeStyle: "short" });
}

test("in every zone, they end at the first minute whose clock is outside them, and no earlier", () => {
  const within = ({ from, to, zone }: typeof night, now: number) => {
    const clock = wallClock(zone, now);
    return from < to ? clock >= from && clock < to : clock >= from || clock < to;
  };
  fc.assert(
    fc.property(quiet, moment, (hours, now) => {
      const until = quietUntil(hours, now);
      expect(until !== undefined).toBe(within(hours, now));
      if (until === undefined) return;
      expect(until).toBeGreaterThan(now);
      expect(within(hours, until)).toBe(false);
      for (let minute = now - (now % 60_000); minute < until; minute += 60_000) {
        if (minute >= now) expect(within(hours, minute)).toBe(true);
      }
    }),
    { numRuns: 60 },
  );
}, 30_000);

test("a window without length, a time that no clock shows and a zone that nobody knows are refused", () => {
  for (const wrong of [{ to: "22:00" }, { from: "24:00" }, { from: "9:00" }, { zone: "Mars/Olympus" }]) {
    expect(quietHoursSchema.safeParse({ ...night, ...wrong }).success).toBe(false);
  }
  expect(quietHoursSchema.safeParse(night).success).toBe(true);
});
