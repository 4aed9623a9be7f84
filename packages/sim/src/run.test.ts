import { expect, test } from "vitest";
import { run } from "./run.ts";

test("the same seed takes the same steps, another seed others", { timeout: 60_000 }, async () => {
  const [first, again, other] = [await run(3), await run(3), await run(4)];
  expect(again).toEqual(first);
  expect(other.hash).not.toBe(first.hash);
  expect(first.orders).toBeGreaterThan(0);
});
