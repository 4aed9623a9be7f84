import { expect, test } from "vitest";
import { slicePlanSchema, slicesOf } from "./slicePlan.ts";

const plan = slicePlanSchema.parse([
  { from: "2026-11-27T09:00:00Z", slices: 32 },
  { from: "2026-11-27T11:00:00Z", slices: 4 },
]);

test("a slot has the number of the last entry that had come when it began, and one before all of them", () => {
  const at = (slot: string) => slicesOf(slot, plan);
  expect([
    at("2026-11-27T08:59:55.000Z"),
    at("2026-11-27T09:00:00.000Z"),
    at("2026-11-27T10:59:55.000Z"),
    at("2026-11-27T11:00:00.000Z"),
    at("2027-11-27T11:00:00.000Z"),
  ]).toEqual([1, 32, 32, 4, 4]);
});

test("an entry that is added changes no slot before it", () => {
  const longer = [...plan, { from: "2026-12-01T00:00:00Z", slices: 64 }];
  for (const slot of ["2026-11-27T08:59:55.000Z", "2026-11-27T09:00:00.000Z", "2026-11-30T23:59:55.000Z"]) {
    expect(slicesOf(slot, longer)).toBe(slicesOf(slot, plan));
  }
});

test("entries out of order are refused, and two of one moment", () => {
  expect(slicePlanSchema.safeParse(plan.toReversed()).success).toBe(false);
  expect(slicePlanSchema.safeParse([plan[0], plan[0]]).success).toBe(false);
});
