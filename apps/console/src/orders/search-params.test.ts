import { expect, test } from "vitest";
import { filterHref, readFilter } from "./search-params.ts";

test("a filter survives its way through the address", () => {
  const filter = { text: "a&b = ü?", status: "declined" } as const;
  const href = filterHref(filter);
  expect(readFilter(new URL(href, "http://localhost").searchParams)).toEqual(filter);
});

test("no filter has no query, and an unknown status is no filter", () => {
  expect(filterHref({ text: "  ", status: undefined })).toBe("/orders");
  expect(readFilter(new URLSearchParams("status=lost&q="))).toEqual({ text: "", status: undefined });
});
