import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { comeToRest } from "@doorbuster/lab/chaos/settle";
import { readOrders } from "@doorbuster/lab/reconcile/places/orders";
import { checkoutClient, type Outcome } from "@doorbuster/lab/replay/client";
import type { StoreFaultName, StoreFaultRule } from "@doorbuster/local/services/faults/store-faults";
import { openClients, type Clients } from "@doorbuster/local/services/clients";
import { physicalName } from "@doorbuster/local/services/resources";
import { accountedFor as booksAgree } from "../accounts.ts";
import { checkoutOf, concurrently, place, putOnSale, throwawayShop, type RoadShop } from "../kit.ts";

let shop: RoadShop;
let clients: Clients;
beforeAll(async () => {
  // A reservation whose answer is lost for good holds until its time is up: here a minute.
  shop = await throwawayShop({ faults: true, orders: { reservationMs: 60_000 } });
  clients = openClients(shop.endpoints);
});
afterEach(() => shop.faults.clear());
afterAll(async () => {
  clients.destroy();
  await shop.end();
});

/** What one customer does who is told "again in a moment": asks again, with the same key. */
async function buy(sku: string): Promise<Outcome> {
  const clock = { now: Date.now, sleep: (ms: number) => new Promise<void>((done) => setTimeout(done, ms)) };
  const client = checkoutClient({ api: shop.urls.api, fetch, clock });
  const { idempotencyKey: _, ...request } = checkoutOf(sku);
  const keys: string[] = [];
  return client.place(request, (attempt) => (keys[attempt] ??= randomUUID()), undefined);
}

/** All is well again, everything comes to rest, and the books agree; nobody was told twice, as nothing of that was struck. */
async function accountedFor(): Promise<void> {
  shop.faults.clear();
  const nobody = async () => undefined;
  expect(await comeToRest(shop, clients, { nudge: nobody, onProgress: () => undefined })).toEqual([]);
  await booksAgree(shop);
}

const endings = (outcomes: readonly Outcome[]) => {
  const names = outcomes.map((outcome) => (outcome.kind === "order" ? outcome.status : outcome.kind));
  return Object.fromEntries(
    [...Map.groupBy(names, (name) => name)].map(([name, list]) => [name, list.length]),
  );
};

test("real conflicts: customers who meet on one hot item all get an answer, and the last unit is sold", async () => {
  await putOnSale(shop, "HOT", 30, { stockShards: 2 });
  shop.faults.set({ transactionMs: 20 });
  const outcomes = await concurrently(
    Array.from({ length: 40 }, () => "HOT"),
    20,
    buy,
  );
  expect(shop.faults.status().conflicts).toBeGreaterThan(0);
  expect(endings(outcomes)).toEqual({ confirmed: 30, soldOut: 10 });
  await accountedFor();
});

/** The tables that an order is written to; what is announced of it has tests of its own. */
const ofOrders = (fault: StoreFaultName, probability: number): StoreFaultRule[] =>
  ["Orders", "Stock"].map((table) => ({ fault, probability, table: physicalName(table) }));

test.each([
  ["conflicts", ofOrders("conflict", 0.2)],
  ["throttling", [...ofOrders("throughputExceeded", 0.1), ...ofOrders("throttling", 0.1)]],
  ["failures", [...ofOrders("errorBefore", 0.05), ...ofOrders("errorAfter", 0.05)]],
  ["cut-connections", [...ofOrders("cutBefore", 0.05), ...ofOrders("cutAfter", 0.05)]],
])("%s of the store: orders go on, and nothing is oversold or lost", async (name, rules) => {
  const sku = name.toUpperCase();
  await putOnSale(shop, sku, 30);
  shop.faults.set({ seed: 11, rules });
  const outcomes = await concurrently(
    Array.from({ length: 40 }, () => sku),
    8,
    buy,
  );
  expect(Object.values(shop.faults.status().struck).every((times) => times > 0)).toBe(true);
  const { confirmed = 0, pending = 0, ...others } = endings(outcomes);
  expect(others).toEqual({ soldOut: 40 - confirmed - pending });
  await accountedFor();
  const orders = await readOrders(shop.stores.client, shop.stores.tableName("Orders"));
  const sold = orders.filter(({ status, lines }) => status === "confirmed" && lines[0]?.sku === sku).length;
  expect(sold).toBeGreaterThanOrEqual(confirmed);
  const [stock] = await shop.stores.stock.read([{ sku, shards: 4 }]);
  expect(stock).toMatchObject({ stocked: 30, available: 30 - sold });
});

test.each(["timeoutBefore", "timeoutAfter", "cutAfter"] as const)(
  "%s at the reservation itself: one order, one payment",
  async (fault) => {
    await putOnSale(shop, `ONE-${fault.toUpperCase()}`, 5);
    shop.faults.set({
      rules: [{ fault, operations: ["TransactWriteItems"], table: shop.stores.tableName("Stock"), nth: 1 }],
    });
    const checkout = checkoutOf(`ONE-${fault.toUpperCase()}`);
    const { data } = await place(shop, checkout);
    expect(data?.status).toBe("confirmed");
    expect(shop.faults.status().struck).toEqual({ [fault]: 1 });
    expect((await place(shop, checkout)).data?.orderId).toBe(data?.orderId);
  },
);

/** How often the shop's client asks DynamoDB before it gives up (`adapters/src/aws/clients.ts`). */
const storeAttempts = 3;

test("a reservation is carried on with though the store never manages to say that it was made", async () => {
  await putOnSale(shop, "MUTE", 5);
  const reservation = { operations: ["TransactWriteItems"], table: shop.stores.tableName("Stock") };
  shop.faults.set({ rules: [{ fault: "cutAfter", ...reservation, probability: 1, times: storeAttempts }] });
  const { data } = await place(shop, checkoutOf("MUTE"));
  expect(shop.faults.status().struck).toEqual({ cutAfter: storeAttempts });
  expect(data?.status).toBe("confirmed");
});

test("after all of that the books agree", accountedFor);
