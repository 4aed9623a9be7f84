import { expect, test } from "vitest";
import { seededRandom } from "@doorbuster/local/service-kit/seeded-random";
import { anOrder } from "@doorbuster/core/testing/orders";
import { chaos } from "./chaos.ts";
import { brokenPromises } from "./promises.ts";
import { setRepeatsAside } from "./repeats.ts";
import { planShopping } from "./shoppingPlan.ts";
import { inChaosShop } from "./throwawayShop.ts";

test("the same seed buys the same", () => {
  expect(planShopping(3, 40, 10)).toEqual(planShopping(3, 40, 10));
  expect(planShopping(4, 40, 10)).not.toEqual(planShopping(3, 40, 10));
});

test("a promise that was not kept is told", () => {
  const order = anOrder({ status: "expired" });
  const told = (status: "confirmed" | "pending") =>
    new Map([["1", { kind: "order", orderId: order.id, status }] as const]);
  const nothing = {
    cancelled: new Set<string>(),
    refunded: new Map<string, string>(),
    shipped: new Set<string>(),
  };
  expect(brokenPromises(told("pending"), nothing, [order])).toEqual([]);
  expect(brokenPromises(told("confirmed"), nothing, [order])).toHaveLength(1);
  expect(brokenPromises(told("pending"), nothing, [])).toHaveLength(1);
  const cancelled = { ...nothing, cancelled: new Set([order.id]) };
  expect(brokenPromises(new Map(), cancelled, [order])).toHaveLength(1);
});

test("a message that came again is counted; one to somebody else is not put aside", () => {
  const mail = { orderId: "ord_1", to: "a@example.com" };
  const facts = { mails: [mail, mail, { ...mail, to: "b@example.com" }] } as unknown as Parameters<
    typeof setRepeatsAside
  >[0];
  const { facts: kept, repeats } = setRepeatsAside(facts);
  expect(repeats).toBe(1);
  expect(kept.mails).toHaveLength(2);
});

const seed = Number(process.env["DOORBUSTER_CHAOS_SEED"] ?? 1 + Math.floor(seededRandom(Date.now())() * 1e6));

test(`everything is killed, cut off and made to fail for a while, and the books agree (seed ${seed})`, async () => {
  const end = new AbortController();
  const settings = { seed, runMs: 12_000, signal: end.signal, onProgress: () => undefined };
  const result = await inChaosShop(
    { end },
    (shop) => chaos(shop, settings),
    () => true,
  );
  expect(result.disagreements).toEqual([]);
  expect(Object.keys(result.troubles).some((name) => name.startsWith("kill -9 function"))).toBe(true);
  expect(Object.values(result.answers).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0);
}, 300_000);
