import { afterEach, beforeEach, expect, test } from "vitest";
import type { Order } from "@doorbuster/core/order/order";
import { defaultPolicy, heldAtMostMs } from "@doorbuster/core/order/policy";
import { sweep } from "@doorbuster/core/order/sweep";
import { isoTime } from "@doorbuster/core/ports";
import { openRaceBench, type RaceBench } from "../testing/raceBench.ts";

const limits = { orders: 100, runMs: 30_000 };

/** One of its own for each test: the sweeper takes on whatever is due in the table. */
let bench: RaceBench;
beforeEach(async () => {
  bench = await openRaceBench();
});
afterEach(() => bench.close());

const minutes = (count: number) => bench.clock.sleep(count * 60_000);
/** The payment that the checkout did not hear of. */
const pay = ({ id, totals }: Order) =>
  bench.till.provider.authorize({
    orderId: id,
    amount: totals.total,
    token: "tok_visa",
    idempotencyKey: id,
  });
const dueEver = () => bench.deps().orders.due("2100-01-01T00:00:00.000Z", 1_000);

/*
 *   this sweeper                      another
 *   the provider is silent: not now
 *                                     the provider says: nothing here → expires it, and finishes it
 *   postpone if it is due ─ no
 *
 * Without the condition an order that is done with would get a due date back.
 */
test("an order that somebody finished is not made due again", async () => {
  const product = await bench.sell("SWEPT", 2);
  const { id } = await bench.leaveOpen(product, 2);
  await minutes(11);
  bench.till.fallSilent();
  const report = await bench.race("an order that is due is postponed", {
    rival: async () => {
      bench.till.speak();
      await sweep(bench.deps(), limits);
      await minutes(3);
      await sweep(bench.deps(), limits);
    },
    run: (client) => sweep(bench.deps(client), limits),
  });
  expect(report).toMatchObject({ due: 1, postponed: 1 });
  const order = await bench.order(id);
  expect(order.status).toBe("expired");
  expect(order.dueAt).toBeUndefined();
  expect(await dueEver()).toEqual([]);
  expect(await bench.left("SWEPT")).toBe(2);
});

/*
 *   this sweeper                      another
 *   the provider is silent: not now
 *                                     the payment was there after all → confirmed, to be captured when it is shipped:
 *                                     due in four days
 *   postpone if it is due earlier ─ no
 *
 * Without the condition the sweeper would look at it every minute until then.
 */
test("an order that was confirmed meanwhile keeps its later due date", async () => {
  const order = await bench.leaveOpen(await bench.sell("LATER", 1));
  const atShipment = { ...bench.deps(), policy: { ...defaultPolicy, captureAt: "shipment" as const } };
  await minutes(1);
  bench.till.fallSilent();
  await bench.race("an order that is due is postponed", {
    rival: async () => {
      bench.till.speak();
      await pay(order);
      await sweep(atShipment, limits);
    },
    run: (client) => sweep(bench.deps(client), limits),
  });
  const after = await bench.order(order.id);
  expect(after.status).toBe("confirmed");
  expect(after.dueAt).toBe(isoTime(Date.parse(after.confirmedAt ?? "") + heldAtMostMs));
});

/*
 *   this sweeper                      another
 *   reads version 2: pending, unpaid
 *                                     the payment was there after all → confirmed, version 3: due, to be captured
 *   finish if version 2 ─ no
 *
 * Only an order that ended is ever finished, and none of those moves again: it is the condition alone that is tested.
 */
test("an order that has moved since it was read stays due", async () => {
  const product = await bench.sell("MOVED", 1);
  const order = await bench.leaveOpen(product);
  await bench.race("an order is finished at the version that was read", {
    rival: async () => {
      await pay(order);
      await minutes(1);
      await sweep(bench.deps(), limits);
    },
    run: (client) => bench.deps(client).orders.finish(order),
  });
  expect(await bench.order(order.id)).toMatchObject({
    status: "confirmed",
    payment: { state: "authorized" },
  });
  expect(await dueEver()).toEqual([order.id]);
});
