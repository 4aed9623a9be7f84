import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { Product } from "@doorbuster/core/catalog/product";
import { ownerKeyOf } from "@doorbuster/core/access/caller";
import { orderIdOf } from "@doorbuster/core/ids";
import type { Order } from "@doorbuster/core/order/order";
import { placeOrder, type PlaceDeps } from "@doorbuster/core/order/place";
import { defaultPolicy } from "@doorbuster/core/order/policy";
import type { PaymentProvider } from "@doorbuster/core/payment/provider";
import type { Checkout } from "@doorbuster/core/order/checkout";
import { restock } from "@doorbuster/core/stock/adjust";
import { stockProofs } from "@doorbuster/core/stock/proofs";
import { aProduct } from "@doorbuster/core/testing/products";
import { openClients } from "@doorbuster/local/services/clients";
import { physicalName } from "@doorbuster/local/services/resources";
import { startStores } from "@doorbuster/local/shop/stores";
import { dynamoCatalog } from "../dynamo/catalogStore.ts";
import { dynamoOrderStore } from "../dynamo/orderStore.ts";
import { dynamoStockStore } from "../dynamo/stockStore.ts";
import { conditionalWrites, type ConditionalWriteName } from "./conditionalWrites.ts";
import { raceAt, type Race } from "./rival.ts";
import { openTill } from "./till.ts";

/** The stores on a real embedded DynamoDB, a till and a clock of their own, and rivals that arrive on the line. */
export async function openRaceBench() {
  const dataDir = await mkdtemp(path.join(tmpdir(), "doorbuster-race-"));
  const stores = await startStores({ dataDir, memory: true });
  const client = openClients(stores.endpoints).dynamodb;
  const till = openTill();
  let now = Date.parse("2026-11-27T09:00:00.000Z");
  const clock = {
    now: () => now,
    sleep: async (ms: number) => void (now += ms),
  };
  const silent = () => undefined;

  /** Everything that an order needs, over one client. */
  const deps = (over: DynamoDBClient = client): PlaceDeps & { till: typeof till } => {
    const stock = dynamoStockStore(over, physicalName("Stock"));
    return {
      orders: dynamoOrderStore(over, { orders: physicalName("Orders"), stock: physicalName("Stock") }),
      stock,
      catalog: dynamoCatalog(over, physicalName("Catalog")),
      proofs: stockProofs({ stock, clock }),
      payments: till.provider,
      tokens: { issue: async (orderId) => `read ${orderId}`, verify: async () => true },
      policy: defaultPolicy,
      log: { info: silent, warn: silent, error: silent },
      clock,
      random: () => 0,
      till,
    };
  };

  let count = 0;
  return {
    client,
    clock,
    till,
    deps,
    nameOf: physicalName,
    race: <T>(name: ConditionalWriteName, race: Race<T>) =>
      raceAt(client, physicalName, conditionalWrites[name], race),
    /** Puts a product on sale. */
    async sell(sku: string, units: number, stockShards = 1): Promise<Product> {
      const product = aProduct({ sku, stockShards });
      await deps().catalog.put(product);
      await restock(
        deps(),
        {
          sku,
          quantity: units,
          reason: "race",
          actor: "test",
          idempotencyKey: `sell-${sku}`,
          at: new Date(now).toISOString(),
        },
        stockShards,
      );
      return product;
    },
    /** A checkout of one product with a key of its own. */
    checkout({ sku, price }: Product, quantity = 1): Checkout {
      return {
        idempotencyKey: `key-of-the-checkout-${count++}`,
        lines: [{ sku, quantity }],
        expectedTotal: { amount: price.amount * quantity, currency: price.currency },
        payment: { token: "tok_visa" },
        contact: { email: "ada@example.com" },
        shippingAddress: {
          name: "Ada",
          line1: "1 High Street",
          city: "London",
          postalCode: "N1",
          country: "GB",
        },
      };
    },
    /** The id that a checkout's order has, or will have. */
    idOf: (checkout: Checkout) =>
      orderIdOf(ownerKeyOf({ kind: "guest" }, checkout.contact.email), checkout.idempotencyKey),
    place: (checkout: Checkout, over?: DynamoDBClient, payments: PaymentProvider = till.provider) =>
      placeOrder(
        { ...deps(over), payments },
        checkout,
        { kind: "guest" },
        "1-00000000-000000000000000000000000",
      ),
    /** An order that a silent provider left open: its units are held, and nobody knows of its money. */
    async leaveOpen(product: Product, quantity = 1): Promise<Order> {
      till.fallSilent();
      const { orderId } = await this.place(this.checkout(product, quantity));
      till.speak();
      return this.order(orderId);
    },
    async order(orderId: string): Promise<Order> {
      const order = await deps().orders.get(orderId);
      if (!order) throw new Error(`no order ${orderId}`);
      return order;
    },
    /** The numbers of an order's timeline entries, with what they say. */
    timeline: async (orderId: string) =>
      (await deps().orders.timeline(orderId)).map(({ seq, type }) => `${seq} ${type}`),
    /** Units in all shards together. */
    async left(sku: string): Promise<number> {
      const [level] = await deps().stock.read([{ sku, shards: 1 }]);
      return level?.available ?? 0;
    },
    async close() {
      client.destroy();
      await stores.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export type RaceBench = Awaited<ReturnType<typeof openRaceBench>>;
