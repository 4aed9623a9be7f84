import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { ScanCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, expect, test } from "vitest";
import { move } from "@doorbuster/core/order/move";
import { moveIfAllowed } from "@doorbuster/core/order/advance";
import { defaultPolicy as policy } from "@doorbuster/core/order/policy";
import { entryOf } from "@doorbuster/core/order/timeline";
import type { Order } from "@doorbuster/core/order/order";
import { orderIdOf } from "@doorbuster/core/ids";
import { anOrder } from "@doorbuster/core/testing/orders";
import { openClients } from "@doorbuster/local/services/clients";
import { physicalName } from "@doorbuster/local/services/resources";
import { startStores, type RunningStores } from "@doorbuster/local/shop/index";
import { isoTime } from "@doorbuster/core/ports";
import { restock } from "@doorbuster/core/stock/adjust";
import { systemClock } from "../system.ts";
import { dynamoOrderStore } from "./orderStore.ts";
import { dynamoStockStore } from "./stockStore.ts";

let dataDir: string;
let stores: RunningStores;
let client: DynamoDBClient;
let orders: ReturnType<typeof dynamoOrderStore>;
let stock: ReturnType<typeof dynamoStockStore>;

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), "doorbuster-orders-"));
  stores = await startStores({ dataDir, memory: true });
  client = openClients(stores.endpoints).dynamodb;
  orders = dynamoOrderStore(client, { orders: physicalName("Orders"), stock: physicalName("Stock") });
  stock = dynamoStockStore(client, physicalName("Stock"));
});
afterAll(async () => {
  client.destroy();
  await stores.stop();
  await rm(dataDir, { recursive: true, force: true });
});

let count = 0;
/** A pending order of its own of `quantity` units of a SKU, all from shard 0. */
async function draft(sku: string, quantity = 1, changes: Partial<Order> = {}): Promise<Order> {
  const id = await orderIdOf("test", String(count++));
  return anOrder({
    id,
    lines: [{ sku, name: sku, quantity, unitPrice: { amount: 100, currency: "GBP" } }],
    takes: [{ sku, shard: 0, quantity }],
    ...changes,
  });
}
const placed = (order: Order) =>
  entryOf(order, "order.placed", { at: order.placedAt, actor: "customer", traceId: "t" });
const reserve = (order: Order) => orders.reserve(order, placed(order));
const fill = (sku: string, quantity: number, shards = 1) =>
  restock(
    { stock, clock: systemClock, random: Math.random },
    { sku, quantity, reason: "test", actor: "test", idempotencyKey: `fill-${count++}`, at: isoTime(0) },
    shards,
  );
const left = async (sku: string, shards = 1) => (await stock.read([{ sku, shards }]))[0]?.available;
const now = { now: Date.parse("2026-01-01T00:00:01.000Z"), actor: "system", policy };

test("of many who want the last unit at once, one gets it", async () => {
  await fill("LAST", 1);
  const drafts = await Promise.all(Array.from({ length: 40 }, () => draft("LAST")));
  const outcomes = await Promise.all(drafts.map(reserve));
  expect(outcomes.filter(({ kind }) => kind === "reserved")).toHaveLength(1);
  expect(outcomes.filter(({ kind }) => kind === "short")).toHaveLength(39);
  expect(await left("LAST")).toBe(0);
});

test("a refused reservation leaves nothing behind: no row, no entry, no unit taken elsewhere", async () => {
  await fill("HERE", 5);
  const order = await draft("HERE", 1, {
    takes: [
      { sku: "HERE", shard: 0, quantity: 1 },
      { sku: "NEVER-STOCKED", shard: 0, quantity: 1 },
    ],
  });
  expect(await reserve(order)).toEqual({ kind: "short", takes: [order.takes[1]] });
  expect(await orders.get(order.id)).toBeUndefined();
  expect(await orders.timeline(order.id)).toEqual([]);
  expect(await left("HERE")).toBe(5);
});

test("a second reservation of the same id meets the first, and takes nothing", async () => {
  await fill("SAME", 5);
  const order = await draft("SAME", 2);
  expect(await reserve(order)).toEqual({ kind: "reserved" });
  expect(await reserve(order)).toEqual({ kind: "exists", order });
  expect(await left("SAME")).toBe(3);
});

test("confirm and decline race for one order: one wins, the other sees its result, units are given back at most once", async () => {
  await fill("RACE", 20);
  for (let round = 0; round < 10; round++) {
    const order = await draft("RACE", 2);
    await reserve(order);
    const before = (await left("RACE")) ?? 0;
    const [a, b] = await Promise.all([
      moveIfAllowed({ orders, clock: systemClock, random: Math.random, policy }, order, "confirm", {
        paymentId: "pi_1",
      }),
      moveIfAllowed({ orders, clock: systemClock, random: Math.random, policy }, order, "decline", {
        declineCode: "generic_decline",
      }),
    ]);
    expect(a).toEqual(b);
    expect(await orders.get(order.id)).toEqual(a);
    expect(await left("RACE")).toBe(a.status === "declined" ? before + 2 : before);
    expect((await orders.timeline(order.id)).map(({ seq }) => seq)).toEqual([1, 2]);
  }
});

test("a rival between reading and writing wins: the stale transition is refused", async () => {
  await fill("RIVAL", 1);
  const order = await draft("RIVAL");
  await reserve(order);
  const stale = move(order, "decline", now);
  expect(await orders.commit(move(order, "confirm", now, { paymentId: "pi_1" }))).toBe(true);
  expect(await orders.commit(stale)).toBe(false);
  expect((await orders.get(order.id))?.status).toBe("confirmed");
  expect(await left("RIVAL")).toBe(0);
});

test("units of several shards go back to the shards they came from", async () => {
  await fill("WIDE", 6, 3);
  const takes = [0, 1, 2].map((shard) => ({ sku: "WIDE", shard, quantity: 2 }));
  const order = await draft("WIDE", 6, { takes });
  await reserve(order);
  expect(await left("WIDE", 3)).toBe(0);
  await orders.commit(move(order, "expire", now));
  expect(await stock.levels({ sku: "WIDE", shards: 3 })).toEqual([2, 2, 2]);
});

test("an order is due until nothing of it is open, and what is not due is not made due", async () => {
  await fill("DUE", 1);
  const order = await draft("DUE", 1, { dueAt: "2020-01-01T00:00:00.000Z" });
  const isDue = async () => (await orders.due("2021-01-01T00:00:00.000Z", 1_000)).includes(order.id);
  await reserve(order);
  expect(await isDue()).toBe(true);
  await orders.postpone(order.id, "2022-01-01T00:00:00.000Z");
  expect(await isDue()).toBe(false);
  const confirm = move(order, "confirm", { now: 0, actor: "system", policy });
  await orders.commit(confirm);
  expect(await isDue()).toBe(true);
  await orders.finish(order); // a stale version finishes nothing
  expect(await isDue()).toBe(true);
  await orders.commit(move(confirm.order, "capture", now));
  await orders.postpone(order.id, "2020-01-01T00:00:00.000Z");
  expect(await isDue()).toBe(false);
});

test("an order that ended is taken from the sweeper's list once its money is known to be gone", async () => {
  await fill("GONE", 1);
  const order = await draft("GONE");
  await reserve(order);
  const ended = move(order, "expire", { now: 0, actor: "system", policy });
  await orders.commit(ended);
  await orders.finish(ended.order);
  expect((await orders.get(order.id))?.dueAt).toBeUndefined();
  expect(await orders.due("2030-01-01T00:00:00.000Z", 1_000)).not.toContain(order.id);
});

test("an order is found by whoever looks after the slices of what is due were changed, finer or coarser", async () => {
  const names = { orders: physicalName("Orders"), stock: physicalName("Stock") };
  const history = [16, 64, 8];
  const stages = history.map((_, at) => dynamoOrderStore(client, names, history.slice(0, at + 1)));
  const at = "1999-01-01T00:00:00.000Z";
  await fill("SLICED", 60);
  const drafts = await Promise.all(Array.from({ length: 60 }, () => draft("SLICED", 1, { dueAt: at })));
  // Placed before the first change, between the two, and after the second.
  for (const [n, order] of drafts.entries()) await stages[n % 3]?.reserve(order, placed(order));
  const rows = await client.send(
    new ScanCommand({
      TableName: names.orders,
      FilterExpression: "dueAt = :at",
      ExpressionAttributeValues: { ":at": { S: at } },
    }),
  );
  const slices = (rows.Items ?? []).map(({ dueSlice }) => Number(dueSlice?.S));
  expect(Math.max(...slices)).toBeGreaterThanOrEqual(16);
  const found = await stages[2]?.due("1999-01-02T00:00:00.000Z", 10_000);
  expect(found?.toSorted()).toEqual(drafts.map(({ id }) => id).toSorted());
});

test("a list goes through all orders once, newest first, also when many were placed in one millisecond", async () => {
  await fill("LIST", 50);
  const ownerKey = "user:list";
  const ids: string[] = [];
  for (let i = 0; i < 25; i++) {
    const order = await draft("LIST", 1, { ownerKey, placedAt: `2026-02-01T00:00:0${i % 3}.000Z` });
    await reserve(order);
    ids.push(order.id);
  }
  const walked: Order[] = [];
  let cursor: string | undefined;
  do {
    const page = await orders.byOwner(ownerKey, { limit: 10, cursor });
    walked.push(...page.orders);
    cursor = page.cursor;
  } while (cursor);
  expect(walked.map(({ id }) => id).sort()).toEqual(ids.sort());
  expect(walked.map(({ placedAt }) => placedAt)).toEqual(
    walked
      .map(({ placedAt }) => placedAt)
      .sort()
      .reverse(),
  );

  const recent = await orders.recent({ limit: 25 });
  expect(recent.orders.map(({ id }) => id)).toEqual(walked.map(({ id }) => id));
});
