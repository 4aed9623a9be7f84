import { expect, test } from "vitest";
import { depsOf } from "./testing/deps.ts";
import { AuditedShop, openedAt } from "./testing/shop.ts";
import { paymentTrail } from "./trail.ts";

/** A shop in which payments were made at these times, in milliseconds after it opened, each for an order of that name. */
function shopWith(madeAfterMs: Readonly<Record<string, number>>): AuditedShop {
  const shop = new AuditedShop();
  for (const [orderId, ms] of Object.entries(madeAfterMs)) {
    shop.at(openedAt + ms, () => shop.pay({ id: `pi_${orderId}`, orderId, held: 1_000 }));
  }
  shop.goTo(openedAt + 60_000);
  return shop;
}

const trailOf = (shop: AuditedShop, from: number) => {
  const { ledger, clock } = depsOf(shop);
  return paymentTrail(ledger, clock, from);
};

test("a payment whose second began before the stretch is known for its order, and of the stretch before", async () => {
  // It was made 200 ms after its order, at 09:00:17.900, and the provider says 09:00:17.
  const shop = shopWith({ late: 10_600 });
  const from = openedAt + 10_400;
  const trail = trailOf(shop, from);
  await trail.upTo(from + 10_000);
  expect(trail.of("late")).toMatchObject([{ id: "pi_late" }]);
  expect(trail.madeIn(from, from + 10_000)).toEqual([]);
  expect(trail.madeIn(from - 1_000, from)).toMatchObject([{ id: "pi_late" }]);
});

test("a payment that was made just after the stretch is known for its order, and of the stretch after", async () => {
  const shop = shopWith({ slow: 23_000 });
  const [from, to] = [openedAt + 10_000, openedAt + 20_000];
  const trail = trailOf(shop, from);
  await trail.upTo(to);
  expect(trail.of("slow")).toMatchObject([{ id: "pi_slow" }]);
  expect(trail.madeIn(from, to)).toEqual([]);
});

test("stretch by stretch each payment is met once, and kept as long as an order beside it may ask", async () => {
  const made = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`o${i}`, i * 970]));
  const shop = shopWith(made);
  const ends = [7_777, 15_300, 15_900, 40_000].map((ms) => openedAt + ms);
  const trail = trailOf(shop, openedAt - 1_000);
  const met: string[] = [];
  let from = openedAt - 1_000;
  for (const to of ends) {
    await trail.upTo(to);
    met.push(...trail.madeIn(from, to).map(({ id }) => id));
    trail.forget(to);
    from = to;
  }
  expect(met.toSorted()).toEqual([...shop.payments.keys()].toSorted());
  expect(trail.of("o37"), "made four seconds before the end").toHaveLength(1);
  expect(trail.of("o30")).toEqual([]);
});
