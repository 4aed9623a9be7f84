import { expect, test } from "vitest";
import { boundedCacheControl } from "./page-age.ts";

test.each([
  ["s-maxage=57, stale-while-revalidate=2592000", "s-maxage=57, stale-while-revalidate=243"],
  ["s-maxage=2, stale-while-revalidate=2592000", "s-maxage=2, stale-while-revalidate=298"],
  ["s-maxage=31536000, stale-while-revalidate=2592000", "s-maxage=31536000, stale-while-revalidate=0"],
  ["private, no-cache, no-store", "private, no-cache, no-store"],
])("%s becomes %s", (said, becomes) => {
  expect(boundedCacheControl(said)).toBe(becomes);
});
