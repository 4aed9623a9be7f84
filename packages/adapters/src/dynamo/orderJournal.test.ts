import { afterAll, beforeAll, expect, test } from "vitest";
import { orderIdFor } from "@doorbuster/core/metrics/testing";
import { move } from "@doorbuster/core/order/move";
import type { Order } from "@doorbuster/core/order/order";
import { defaultPolicy as policy } from "@doorbuster/core/order/policy";
import { entryOf } from "@doorbuster/core/order/timeline";
import { anOrder } from "@doorbuster/core/testing/orders";
import { openStockBench, type StockBench } from "../testing/stockBench.ts";
import { physicalName } from "@doorbuster/local/services/resources";
import { dynamoOrderJournal } from "./orderJournal.ts";

let bench: StockBench;
let journal: ReturnType<typeof dynamoOrderJournal>;
beforeAll(async () => {
  bench = await openStockBench();
  await bench.fill("LAMP-1", 1_000, 1);
  journal = dynamoOrderJournal(bench.client, physicalName("Orders"));
});
afterAll(() => bench.close());

const start = Date.parse("2026-11-27T09:00:00.000Z");
const at = (ms: number) => new Date(start + ms).toISOString();

let count = 0;
async function place(ms: number): Promise<Order> {
  const order = anOrder({ id: orderIdFor(count++), placedAt: at(ms), expiresAt: at(ms + 600_000) });
  const said = { at: order.placedAt, actor: "customer", traceId: order.traceId };
  expect(await bench.orders.reserve(order, entryOf(order, "order.placed", said))).toEqual({
    kind: "reserved",
  });
  return order;
}

async function decline(order: Order, ms: number): Promise<void> {
  const declined = move(order, "decline", { now: start + ms, actor: "system", policy });
  expect(await bench.orders.commit(declined)).toBe(true);
}

/** Everything that is read of [from, to), stretch by stretch. */
async function walk(
  read: (from: string, to: string, limit: number) => ReturnType<typeof journal.placed>,
  to: string,
  limit: number,
) {
  const stretches = [];
  for (let from = at(0); from < to;) {
    const stretch = await read(from, to, limit);
    expect(stretch.to > from).toBe(true);
    for (const moment of stretch.moments) {
      expect(moment.at >= from && moment.at < stretch.to).toBe(true);
    }
    stretches.push(stretch.moments.map(({ orderId }) => orderId));
    from = stretch.to;
  }
  return stretches;
}

test("before the first order there is none", async () => {
  expect(await journal.first()).toBeUndefined();
  expect(await journal.placed(at(0), at(60_000), 100)).toEqual({ moments: [], to: at(60_000) });
});

test("every order is met once by the time at which it was placed, in stretches that fit", async () => {
  // Sixty within one second, more than a page of any slice, and one at each second around it.
  const placed = await Promise.all([
    ...Array.from({ length: 60 }, (_, i) => place(10_000 + i * 10)),
    ...Array.from({ length: 20 }, (_, i) => place(i * 1_000 + 999)),
  ]);
  const ids = placed.map(({ id }) => id).sort();
  for (const limit of [16, 48, 1_000]) {
    const stretches = await walk((...stretch) => journal.placed(...stretch), at(20_000), limit);
    expect(stretches.flat().sort(), `limit ${limit}`).toEqual(ids);
  }
  expect((await walk((...stretch) => journal.placed(...stretch), at(20_000), 1_000)).length).toBe(1);
  expect((await walk((...stretch) => journal.placed(...stretch), at(20_000), 16)).length).toBeGreaterThan(5);
  expect(await journal.first()).toBe(at(999));
  const rows = await journal.rows(ids);
  expect([...rows.keys()].sort()).toEqual(ids);
});

test("an order is met by the time at which it gave its units back, and by none while it holds them", async () => {
  const [ended, open] = [await place(30_000), await place(30_000)];
  await decline(ended, 40_500);
  const { moments } = await journal.released(at(0), at(60_000), 100);
  expect(moments).toEqual([{ orderId: ended.id, at: at(40_500) }]);
  expect((await journal.released(at(0), at(40_000), 100)).moments).toEqual([]);
  expect((await journal.released(at(41_000), at(60_000), 100)).moments).toEqual([]);
  await decline(open, 41_000);
  expect((await journal.released(at(41_000), at(60_000), 100)).moments).toHaveLength(1);
});

test("stock is counted at one moment: what was stocked, what is available, and the emptiest shard", async () => {
  const sku = { sku: "COUNTED", shards: 2 };
  expect(await bench.stock.count(sku)).toEqual({ stocked: 0, available: 0, least: 0 });
  await bench.fill("COUNTED", 9, 4);
  const counted = await bench.stock.count(sku);
  expect(counted).toEqual({ stocked: 9, available: 9, least: 2 });
});
