import fc from "fast-check";
import { expect, test } from "vitest";
import { isDeclined } from "./declines.ts";

test("a larger share declines the same invoices and more; 0 none, 1 all", () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.string(), share, share, (invoice, a, b) => {
      if (isDeclined(invoice, Math.min(a, b))) expect(isDeclined(invoice, Math.max(a, b))).toBe(true);
      expect(isDeclined(invoice, 0)).toBe(false);
      expect(isDeclined(invoice, 1)).toBe(true);
    }),
  );
});

test("about the share of invoices is declined", () => {
  const invoices = Array.from({ length: 10_000 }, (_, i) => String(536_365 + i));
  const declined = invoices.filter((invoice) => isDeclined(invoice, 0.05)).length;
  // 500 expected with a deviation of 22: the numbers are fixed, so this is no matter of luck.
  expect(declined).toBeGreaterThan(430);
  expect(declined).toBeLessThan(570);
});
