import { randomBytes, randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { inject, test as withoutShop } from "vitest";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { dynamoCatalog } from "@doorbuster/adapters/dynamo/catalogStore";
import { dynamoOrderStore } from "@doorbuster/adapters/dynamo/orderStore";
import { dynamoStockStore } from "@doorbuster/adapters/dynamo/stockStore";
import { systemClock } from "@doorbuster/adapters/system";
import type { Product } from "@doorbuster/core/catalog/product";
import { restock } from "@doorbuster/core/stock/adjust";
import { aProduct } from "@doorbuster/core/testing/products";
import type { CheckoutAnswer } from "@doorbuster/core/order/checkout";
import type { Order, PaymentState } from "@doorbuster/core/order/order";
import { recordingEnvironment } from "@doorbuster/lab/observed/compare";
import { manageSecrets } from "@doorbuster/local/services/managed-secrets";
import { writePrivateFile } from "@doorbuster/local/services/private-file";
import { loadSecrets } from "@doorbuster/local/services/secrets";
import { startShop, type RunningShop, type ShopOptions } from "@doorbuster/local/shop/index";

/**
 * A whole shop without sites, in memory where it may be, thrown away at its `end`. Its functions ask for their secrets as
 * deployed ones do, and record what their calls of AWS need: `observed/` holds that against what they are granted.
 */
export async function throwawayShop(options: Partial<ShopOptions> = {}) {
  const dataDir = await mkdtemp(path.join(tmpdir(), "doorbuster-road-"));
  const { secrets } = await secretsOf(dataDir);
  const managed = await manageSecrets(secrets);
  const recording = path.join(inject("recordings"), path.basename(dataDir));
  const shop = await startShop({
    dataDir,
    ports: "free",
    memory: true,
    sites: false,
    switches: true,
    functionEnv: { ...managed.env, ...recordingEnvironment(recording) },
    ...options,
  });
  return Object.assign(shop, {
    stores: storesOf(shop),
    async end() {
      await shop.stop();
      await managed.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  });
}

/** New secrets, and two for webhooks: a shop in which one is just being replaced, as it is everywhere once in a while. */
async function secretsOf(dataDir: string) {
  const webhookSecrets = [1, 2].map(() => `whsec_${randomBytes(24).toString("hex")}`);
  await writePrivateFile(path.join(dataDir, "secrets.json"), JSON.stringify({ webhookSecrets }));
  return loadSecrets(dataDir);
}

export type RoadShop = Awaited<ReturnType<typeof throwawayShop>>;

/**
 * For files that break nothing of a shop which they don't mend, and look at nothing but their own orders and products:
 * those that one worker runs have one shop between them. Others start one of their own, in `alone/`.
 */
// oxlint-disable-next-line no-empty-pattern -- Vitest reads off the pattern which fixtures are asked for
export const test = withoutShop.extend("shop", { scope: "worker" }, async ({}, { onCleanup }) => {
  const shop = await throwawayShop();
  onCleanup(() => shop.end());
  return shop;
});

function storesOf(shop: RunningShop) {
  const client = new DynamoDBClient({
    endpoint: shop.endpoints.dynamodb,
    region: shop.env["AWS_REGION"] ?? "",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  const name = (resource: string) => String(JSON.parse(shop.env[`SST_RESOURCE_${resource}`] ?? "{}").name);
  return {
    client,
    tableName: name,
    catalog: dynamoCatalog(client, name("Catalog")),
    stock: dynamoStockStore(client, name("Stock")),
    orders: dynamoOrderStore(client, { orders: name("Orders"), stock: name("Stock") }),
  };
}

/** Waits until an order's payment stands so. Answers the order. */
export function paymentBecomes(shop: RoadShop, orderId: string, state: PaymentState): Promise<Order> {
  return eventually(`${orderId} to be ${state}`, async () => {
    const order = await shop.stores.orders.get(orderId);
    return order?.payment.state === state && order;
  });
}

/** Puts a product of 10.00 GBP without tax and shipping on sale. */
export async function putOnSale(
  shop: RoadShop,
  sku: string,
  stock: number,
  changes: Partial<Product> = {},
): Promise<Product> {
  const product = aProduct({ sku, stockShards: 4, ...changes });
  await shop.stores.catalog.put(product);
  const record = { reason: "for a test", actor: "test", at: new Date().toISOString() };
  await restock(
    { stock: shop.stores.stock, clock: systemClock, random: Math.random },
    { sku, quantity: stock, ...record, idempotencyKey: randomUUID() },
    product.stockShards,
  );
  return product;
}

/** The body of `checkout.place`: one unit of one SKU by a guest whose card is good. */
export function checkoutOf(sku: string, changes: Record<string, unknown> = {}) {
  return {
    idempotencyKey: randomUUID(),
    lines: [{ sku, quantity: 1 }],
    expectedTotal: { amount: 1_000, currency: "GBP" },
    payment: { token: "pm_card_visa" },
    contact: { email: `guest-${randomUUID().slice(0, 8)}@example.com` },
    shippingAddress: {
      name: "Ada",
      line1: "1 High Street",
      city: "London",
      postalCode: "N1 1AA",
      country: "GB",
    },
    ...changes,
  };
}

export interface ApiError {
  readonly message: string;
  readonly data: {
    readonly appCode: string;
    readonly httpStatus: number;
    readonly details: Record<string, unknown>;
  };
}

export interface Reply<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly data: T | undefined;
  readonly error: ApiError | undefined;
}

/** Any request to the API, as a stranger with curl would make it. */
export async function request<T = unknown>(
  shop: RoadShop,
  route: string,
  init: RequestInit = {},
): Promise<Reply<T>> {
  const response = await fetch(`${shop.urls.api}${route}`, init);
  const body = (await response.json()) as { result?: { data: T }; error?: ApiError };
  return { status: response.status, headers: response.headers, data: body.result?.data, error: body.error };
}

const posting = (input: unknown, token?: string) => ({
  method: "POST",
  headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
  body: JSON.stringify(input),
});

export function post<T = unknown>(shop: RoadShop, procedure: string, input: unknown, token?: string) {
  return request<T>(shop, `/trpc/${procedure}`, posting(input, token));
}

/** A procedure of the console, such as `orders.ship`, called with a member of staff's token. */
export function opsPost<T = unknown>(shop: RoadShop, procedure: string, input: unknown, token: string) {
  return request<T>(shop, `/ops/trpc/ops.${procedure}`, posting(input, token));
}

export function get<T = unknown>(shop: RoadShop, procedure: string, input: unknown, token?: string) {
  const route = `/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`;
  return request<T>(shop, route, { headers: token ? { authorization: `Bearer ${token}` } : {} });
}

export const place = (shop: RoadShop, checkout: object, token?: string) =>
  post<CheckoutAnswer>(shop, "checkout.place", checkout, token);

/** Runs `work` for every item with at most `inFlight` at once. */
export async function concurrently<T, R>(
  items: readonly T[],
  inFlight: number,
  work: (item: T) => Promise<R>,
) {
  const results: R[] = [];
  const queue = items.entries();
  const runner = async () => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(inFlight, items.length) }, runner));
  return results;
}

/** Waits until `look` answers something; fails with what was waited for. A bound, never a speed that is asserted. */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | undefined | false>,
  boundMs = 60_000,
) {
  const end = Date.now() + boundMs;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error(`still waiting for ${what} after ${boundMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
