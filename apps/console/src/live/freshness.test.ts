import { expect, test } from "vitest";
import { ageMs, hearing } from "./freshness.ts";

test("silence is told from calm", () => {
  const heardAt = 1_000_000;
  expect(hearing(undefined, heardAt)).toBe("waiting");
  expect(hearing(heardAt, heardAt + 6_000)).toBe("fresh");
  expect(hearing(heardAt, heardAt + 6_001)).toBe("late");
  expect(hearing(heardAt, heardAt + 15_001)).toBe("silent");
});

test("the age of a number does not depend on this computer's clock being right", () => {
  const partAt = "2026-11-27T10:00:00.000Z";
  const snapshotAt = "2026-11-27T10:00:02.000Z";
  for (const clockOff of [0, -3_600_000, 3_600_000]) {
    const heardAt = Date.parse(snapshotAt) + clockOff;
    expect(ageMs(partAt, snapshotAt, heardAt, heardAt + 500)).toBe(2_500);
  }
});
