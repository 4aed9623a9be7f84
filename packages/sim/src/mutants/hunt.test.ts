import { expect, test } from "vitest";
import type { Invariant } from "../invariants/invariant.ts";
import { chase } from "./hunt.ts";

const invariant = "never oversell";

/** A shop in which these break, each on its day. */
const shop = (broken: Readonly<Record<number, Invariant>>) => async (seed: number) => {
  const by = broken[seed];
  return by === undefined ? {} : { violation: { invariant: by, what: `on day ${seed}` } };
};

test("a mutant is caught on the first day on which its own invariant breaks", async () => {
  const run = shop({ 2: "nothing hangs", 4: invariant, 5: invariant });
  expect(await chase(run, { invariant }, { from: 1, seeds: 9 })).toMatchObject({
    seed: 4,
    days: 4,
    invariant,
  });
});

test("one that only ever crashes is told to be caught by that, and not as it should be", async () => {
  const run = shop({ 2: "nothing hangs", 3: "nothing fails without a reason" });
  const found = await chase(run, { invariant }, { from: 1, seeds: 9 });
  expect(found).toMatchObject({ seed: 2, invariant: "nothing hangs" });
});

test("one that shows by nothing survives", async () => {
  expect(await chase(shop({}), { invariant }, { from: 1, seeds: 9 })).toBeUndefined();
});

test("the day on which it showed once is looked at first", async () => {
  const run = shop({ 3: invariant, 84: invariant });
  expect(await chase(run, { invariant, day: 84 }, { from: 1, seeds: 9 })).toMatchObject({
    seed: 84,
    days: 1,
  });
});
