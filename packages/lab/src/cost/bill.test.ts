import fc from "fast-check";
import { expect, test } from "vitest";
import { addUsages, billOf, byService, costOf, type Usage } from "./bill.ts";
import { meters, priceOf, regions, tiersOf } from "./prices.ts";

const plain = { region: "us-east-1", freeTier: "none" } as const;
const anyMeter = fc.constantFrom(...meters);
const anyUnits = fc.double({ min: 0, max: 1e12, noNaN: true });
const anyRegion = fc.constantFrom(...regions);
const anyTerms = fc.record({ region: anyRegion, freeTier: fc.constantFrom("none", "always", "firstYear") });
/** Up to a hundred thousand of each: the dearest unit is 3,000 dollars, and the sum stays a whole number exactly. */
const anyUsage: fc.Arbitrary<Usage> = fc.dictionary(anyMeter, fc.double({ min: 0, max: 1e5, noNaN: true }));

test("a price is charged per block, in whole micro-dollars", () => {
  expect(costOf("tableWriteUnits", 1_000_000, plain)).toBe(625_000);
  expect(costOf("tableWriteUnits", 1, plain)).toBe(1); // 0.625, rounded
  expect(costOf("keys", 5, plain)).toBe(5_000_000);
});

test("each unit is charged at the price of its own tier", () => {
  const million = 1_000_000;
  expect(costOf("apiRequests", 333 * million, plain)).toBe(333 * 3_500_000);
  expect(costOf("apiRequests", 334 * million, plain)).toBe(333 * 3_500_000 + 2_800_000);
});

test("what is free is taken off first, by the kind of account", () => {
  expect(costOf("alarms", 12, plain)).toBe(1_200_000);
  expect(costOf("alarms", 12, { ...plain, freeTier: "always" })).toBe(200_000);
  expect(costOf("alarms", 9, { ...plain, freeTier: "always" })).toBe(0);
  expect(costOf("apiRequests", 1_000_000, { ...plain, freeTier: "always" })).toBe(3_500_000);
  expect(costOf("apiRequests", 1_000_000, { ...plain, freeTier: "firstYear" })).toBe(0);
});

test("the services of a bill add up to its total, exactly", () => {
  fc.assert(
    fc.property(anyUsage, anyTerms, (usage, terms) => {
      const bill = billOf(usage, terms);
      expect([...byService(bill).values()].reduce((sum, each) => sum + each, 0)).toBe(bill.microUsd);
      expect(Number.isSafeInteger(bill.microUsd)).toBe(true);
    }),
  );
});

test("more never costs less, and a free tier never costs more", () => {
  fc.assert(
    fc.property(anyMeter, anyUnits, anyUnits, anyRegion, (meter, units, more, region) => {
      const cost = (of: number, freeTier: "none" | "always" | "firstYear") =>
        costOf(meter, of, { region, freeTier });
      expect(cost(units + more, "none")).toBeGreaterThanOrEqual(cost(units, "none"));
      expect(cost(units, "always")).toBeLessThanOrEqual(cost(units, "none"));
      expect(cost(units, "firstYear")).toBeLessThanOrEqual(cost(units, "always"));
    }),
  );
});

test("usages are added meter by meter", () => {
  expect(addUsages([{ mails: 1 }, { mails: 2, keys: 5 }, {}])).toEqual({ mails: 3, keys: 5 });
});

test("every price is sourced and dated: by a dated copy of AWS's own, or by two; or it says what was looked for", () => {
  for (const meter of meters) {
    const { page, sources, tried } = priceOf(meter);
    expect(page).toMatch(/^aws\.amazon\.com\/[a-z0-9/-]+\/pricing$/);
    for (const { at, date } of sources) {
      expect(at).toMatch(/^[a-z0-9.-]+\.[a-z]+\/\S/);
      expect(date).toMatch(/^20\d{2}-\d{2}-\d{2}$/);
    }
    const isAws = sources.some(({ at }) => /^(aws|pricing\.us-east-1)\.amazon/.test(at));
    expect(sources.length, meter).toBeGreaterThanOrEqual(isAws ? 1 : tried === undefined ? 2 : 0);
    expect(tried === undefined, meter).toBe(sources.length > 0);
  }
});

test("every price is whole, and graduated upwards in units and downwards in price", () => {
  for (const meter of meters) {
    for (const region of regions) {
      const tiers = tiersOf(meter, region);
      expect(tiers.every(({ microUsd }) => Number.isInteger(microUsd) && microUsd > 0)).toBe(true);
      expect(tiers.at(-1)).not.toHaveProperty("upTo");
      for (const [index, tier] of tiers.slice(1).entries()) {
        expect(tier.microUsd).toBeLessThan(tiers[index]?.microUsd ?? 0);
        expect(tier.upTo ?? Infinity).toBeGreaterThan(tiers[index]?.upTo ?? Infinity);
      }
    }
  }
});
