import { expect, test } from "vitest";
import { seededRandom } from "@doorbuster/local/service-kit/seeded-random";
import { chaos } from "./chaos.ts";
import { planShopping } from "./shoppingPlan.ts";
import { inChaosShop } from "./throwawayShop.ts";

test("the same seed buys the same", () => {
  expect(planShopping(3, 40, 10)).toEqual(planShopping(3, 40, 10));
  expect(planShopping(4, 40, 10)).not.toEqual(planShopping(3, 40, 10));
});

const seed = Number(process.env["DOORBUSTER_CHAOS_SEED"] ?? 1 + Math.floor(seededRandom(Date.now())() * 1e6));

test(`everything is killed, cut off and made to fail for a while, and the books agree (seed ${seed})`, async () => {
  const end = new AbortController();
  const settings = { seed, runMs: 15_000, signal: end.signal, onProgress: () => undefined };
  const result = await inChaosShop(
    { end },
    (shop) => chaos(shop, settings),
    () => true,
  );
  expect(result.disagreements).toEqual([]);
  const done = Object.keys(result.troubles);
  const struck = Object.keys(result.strikes);
  expect(done).toEqual(expect.arrayContaining(["kill -9 dynamodb", "kill -9 sandbox"]));
  expect(done.filter((name) => name.startsWith("kill -9 function"))).not.toEqual([]);
  expect(done.filter((name) => name.startsWith("cut off"))).not.toEqual([]);
  expect(struck.filter((name) => name.startsWith("provider: "))).not.toEqual([]);
  expect(struck.filter((name) => name.startsWith("store: "))).not.toEqual([]);
  expect(result.figures.orders.confirmed).toBeGreaterThan(0);
  expect(result.told["email order.confirmed"]).toBe(result.figures.orders.confirmed);
}, 300_000);
