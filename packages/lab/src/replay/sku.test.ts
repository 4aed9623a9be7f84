import fc from "fast-check";
import { expect, test } from "vitest";
import { skuSchema } from "@doorbuster/core/catalog/product";
import { escapeBytes, runIdPattern, skuOf } from "./sku.ts";

test("codes that differ in a byte are different SKUs, all within the SKU's alphabet", () => {
  const code = fc.oneof(fc.string({ maxLength: 12 }), fc.stringMatching(/^[0-9]{5}[A-Za-z_ ]{0,3}$/));
  fc.assert(
    fc.property(code, code, (a, b) => {
      expect(escapeBytes(a) === escapeBytes(b)).toBe(Buffer.from(a).equals(Buffer.from(b)));
      expect(skuSchema.safeParse(`r_${escapeBytes(a)}`).success || escapeBytes(a).length > 62).toBe(true);
    }),
  );
});

test("upper and lower case are two products, and runs never share one", () => {
  expect(skuOf("r1", "84997B")).not.toBe(skuOf("r1", "84997b"));
  expect(skuOf("r1", "84997B")).toBe("r1_84997B");
  expect(skuOf("r2", "84997B")).not.toBe(skuOf("r1", "84997B"));
  expect(skuOf("r1", "12345 x_y")).toBe("r1_12345_20x_5fy");
});

test("a run's id holds no underscore, so that it ends where the code begins", () => {
  expect(runIdPattern.test("2026-11-23.a")).toBe(true);
  for (const id of ["", "a_b", "-a", "a b", "a".repeat(21)]) expect(runIdPattern.test(id)).toBe(false);
});

test("a code that is too long for a SKU is refused", () => {
  expect(() => skuOf("run", "1".repeat(61))).toThrow(/too long/);
});
