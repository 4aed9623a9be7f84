import fc from "fast-check";
import { expect, test } from "vitest";
import { safeReturnTo } from "./return-to.ts";

const siteUrl = "http://localhost:21703";

test.each([
  ["/orders?status=paid#top", "/orders?status=paid#top"],
  ["/a/../b", "/b"],
  [null, "/"],
  ["", "/"],
  ["orders", "/"],
  ["https://evil.example", "/"],
  ["//evil.example/x", "/"],
  ["/\\evil.example", "/"],
  ["/\t/evil.example", "/"],
  ["javascript:alert(1)", "/"],
])("%j leads to %j", (requested, expected) => {
  expect(safeReturnTo(requested, siteUrl)).toBe(expected);
});

test("whatever is asked for, the browser stays on the site", () => {
  const hostile = fc.string({
    unit: fc.constantFrom("/", "\\", "\t", "\n", ".", "@", ":", "?", "#", "a", "%2f"),
  });
  fc.assert(
    fc.property(hostile, (path) => {
      const target = siteUrl + safeReturnTo(`/${path}`, siteUrl);
      expect(new URL(target).origin).toBe(siteUrl);
      expect(new URL(safeReturnTo(`/${path}`, siteUrl), siteUrl).origin).toBe(siteUrl);
    }),
  );
});
