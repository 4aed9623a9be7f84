import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { pages } from "./pages.ts";

test.each(Object.entries(pages))("%s says what the code says (else: npm run docs)", async (path, page) => {
  expect(await readFile(new URL(`../../../../${path}`, import.meta.url), "utf8")).toBe(page());
});
