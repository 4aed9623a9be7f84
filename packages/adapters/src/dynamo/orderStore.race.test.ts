import { DeleteItemCommand, PutItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cancelOrder } from "@doorbuster/core/order/command";
import { move } from "@doorbuster/core/order/move";
import { moveMoney } from "@doorbuster/core/order/moveMoney";
import { defaultPolicy } from "@doorbuster/core/order/policy";
import { entryOf } from "@doorbuster/core/order/timeline";
import { openRaceBench, type RaceBench } from "../testing/raceBench.ts";
import { toItem } from "./items.ts";
import { entryItem } from "./entryRows.ts";
import { orderKey } from "./orderRows.ts";
import { shardKey } from "./stockRows.ts";

let bench: RaceBench;
beforeAll(async () => {
  bench = await openRaceBench();
});
afterAll(() => bench.close());

const customer = { actor: "customer", traceId: "1-00000000-000000000000000000000000" };
const cancel = async (orderId: string) => cancelOrder(bench.deps(), await bench.order(orderId), customer);
const context = () => ({ now: bench.clock.now(), actor: "system", policy: defaultPolicy });

/*
 *   this checkout                     the same one, sent again
 *   prices, guesses a shard
 *                                     reserves, pays, confirms
 *   transact: no such order? ─ no
 *   → here it is
 */
test("a checkout that is sent twice makes one order and one payment, and both get the same answer", async () => {
  const checkout = bench.checkout(await bench.sell("TWICE", 5), 2);
  let first: unknown;
  const second = await bench.race("an order is put once", {
    rival: async () => (first = await bench.place(checkout)),
    run: (client) => bench.place(checkout, client),
  });
  expect(second).toEqual(first);
  expect(second.status).toBe("confirmed");
  expect(bench.till.statesOf(second.orderId)).toEqual(["authorized"]);
  expect(await bench.left("TWICE")).toBe(3);
});

/*
 *   this checkout                     a rival
 *   guesses shard 0, which holds the last unit
 *                                     buys it
 *   transact: shard 0 ≥ 1? ─ no
 *   → all shards at one moment: nothing left
 */
test("never sells the last unit twice", async () => {
  const product = await bench.sell("LAST", 1);
  const checkout = bench.checkout(product);
  const sale = bench.race("a shard gives what it has", {
    rival: () => bench.place(bench.checkout(product)),
    run: (client) => bench.place(checkout, client),
  });
  await expect(sale).rejects.toMatchObject({ code: "SOLD_OUT", details: { left: 0 } });
  expect(bench.till.statesOf(await bench.idOf(checkout))).toEqual([]);
  expect(await bench.left("LAST")).toBe(0);
});

/* The same with another unit in another shard: the loser finds it. */
test("whoever loses a shard's last unit is sold the one that lies in another", async () => {
  const product = await bench.sell("OTHER", 2, 2);
  const answer = await bench.race("a shard gives what it has", {
    rival: () => bench.place(bench.checkout(product)),
    run: (client) => bench.place(bench.checkout(product), client),
  });
  expect(answer.status).toBe("confirmed");
  expect(await bench.deps().stock.levels({ sku: "OTHER", shards: 2 })).toEqual([0, 0]);
});

/*
 *   this checkout                     the customer, elsewhere
 *   reserved, authorised
 *                                     calls the order off: units go back
 *   commit if version 1 ─ no: cancelled
 *   → the hold is let go
 */
test("an order called off while it is being paid keeps neither units nor money", async () => {
  const checkout = bench.checkout(await bench.sell("OFF", 3), 2);
  const id = await bench.idOf(checkout);
  const answer = await bench.race("an order moves from the version that was read", {
    rival: () => cancel(id),
    run: (client) => bench.place(checkout, client),
  });
  expect(answer.status).toBe("cancelled");
  expect(await bench.timeline(id)).toEqual(["1 order.placed", "2 order.cancelled"]);
  expect(bench.till.statesOf(id)).toEqual(["voided"]);
  expect(await bench.left("OFF")).toBe(3);
});

/*
 *   this capture                      the customer
 *   reads confirmed, authorised
 *   provider: captured
 *                                     calls the order off: units go back
 *   commit if version 2 ─ no: cancelled, and its money is taken
 *   → refund of the whole
 */
test("money that was taken while its order was called off goes back, and the units only once", async () => {
  const { orderId } = await bench.place(bench.checkout(await bench.sell("LATE", 3), 2));
  const moved = await bench.race("an order moves from the version that was read", {
    rival: () => cancel(orderId),
    run: (client) => moveMoney(bench.deps(client), orderId),
  });
  expect(moved?.order).toMatchObject({ status: "cancelled", payment: { state: "refunded" } });
  expect(bench.till.statesOf(orderId)).toEqual(["refunded"]);
  expect(await bench.left("LATE")).toBe(3);
});

/*
 *   this transition                   a hand that writes into the table
 *   version 2 → 3, entry 3
 *                                     raises the order's version, without an entry
 *   transact: still version 2? ─ no
 *
 * In the races above the entry's own condition, tested below, would have refused as well. Here nothing else does.
 */
test("an order is never written over", async () => {
  const order = await bench.leaveOpen(await bench.sell("ROW", 1));
  const raise = new UpdateItemCommand({
    TableName: bench.nameOf("Orders"),
    Key: toItem(orderKey(order.id)),
    UpdateExpression: "ADD version :one",
    ExpressionAttributeValues: toItem({ ":one": 1 }),
  });
  const committed = await bench.race("an order moves from the version that was read", {
    rival: () => bench.client.send(raise),
    run: (client) => bench.deps(client).orders.commit(move(order, "expire", context())),
  });
  expect(committed).toBe(false);
  expect(await bench.order(order.id)).toEqual({ ...order, version: 3 });
  expect(await bench.left("ROW")).toBe(0);
});

/*
 *   this transition                   a hand that writes into the table
 *   version 2 → 3, entry 3
 *                                     puts an entry 3, the order stays at 2
 *   transact: no entry 3 yet? ─ no
 *
 * No code of ours does that: whatever it is, what the outbox has sent on already is never written over.
 */
test("a timeline entry is never written over", async () => {
  const order = await bench.leaveOpen(await bench.sell("ENTRY", 1));
  const stray = entryOf({ ...order, version: 3 }, "order.cancelled", {
    at: order.placedAt,
    actor: "hand",
    traceId: order.traceId,
  });
  const committed = await bench.race("a timeline entry is put once", {
    rival: () =>
      bench.client.send(new PutItemCommand({ TableName: bench.nameOf("Orders"), Item: entryItem(stray) })),
    run: (client) => bench.deps(client).orders.commit(move(order, "expire", context())),
  });
  expect(committed).toBe(false);
  expect(await bench.order(order.id)).toEqual(order);
  expect((await bench.deps().orders.timeline(order.id)).at(-1)).toEqual(stray);
});

/*
 *   this transition                   a hand that clears a SKU's stock
 *   expire: a unit back to shard 0
 *                                     deletes shard 0
 *   transact: shard 0 there? ─ no
 *
 * Else the unit would lie in a row without a head, of which no sum knows. The order stays open and due, for all to see.
 */
test("units are given back to a shard that is there, or the order does not end", async () => {
  const order = await bench.leaveOpen(await bench.sell("CLEARED", 1));
  const Key = toItem(shardKey("CLEARED", 0));
  const committed = await bench.race("a shard takes units back where it is", {
    rival: () => bench.client.send(new DeleteItemCommand({ TableName: bench.nameOf("Stock"), Key })),
    run: (client) => bench.deps(client).orders.commit(move(order, "expire", context())),
  });
  expect(committed).toBe(false);
  expect(await bench.order(order.id)).toEqual(order);
  expect(await bench.left("CLEARED")).toBe(0);
});
