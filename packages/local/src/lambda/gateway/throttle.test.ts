import * as fc from "fast-check";
import { expect, test } from "vitest";

import { makeThrottle } from "./throttle.ts";

test("lets a burst pass, then the rate, and says when to come back", () => {
  let now = 0;
  const take = makeThrottle({ ratePerSecond: 2, burst: 3 }, () => now);
  expect([take(), take(), take()]).toEqual([0, 0, 0]);
  expect(take()).toBe(1);
  now = 500;
  expect([take(), take()]).toEqual([0, 1]);
  now = 60_000;
  expect([take(), take(), take(), take()]).toEqual([0, 0, 0, 1]);
});

test("never lets more pass than burst and rate allow, and who waits as told passes", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 50 }),
      fc.integer({ min: 1, max: 50 }),
      fc.array(fc.nat(2000), { minLength: 1, maxLength: 200 }),
      (ratePerSecond, burst, gaps) => {
        let now = 0;
        const take = makeThrottle({ ratePerSecond, burst }, () => now);
        let passed = 0;
        for (const gap of gaps) {
          now += gap;
          if (take() === 0) passed += 1;
        }
        expect(passed).toBeLessThanOrEqual(burst + (now / 1000) * ratePerSecond);
        const wait = take();
        now += wait * 1000;
        expect(wait === 0 || take() === 0).toBe(true);
      },
    ),
  );
});
