import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterAll, beforeAll, expect, test, vi } from "vitest";

import { demoProducts } from "../demo/products.ts";
import { attachShop } from "./attach.ts";
import { startShop } from "./start.ts";
import type { RunningShop } from "./types.ts";

// Real processes on a machine that others use too: no speed is asserted, only an end.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let dataDir: string;
let shop: RunningShop;

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), "doorbuster-shop-"));
  shop = await start();
});

afterAll(async () => {
  await shop.stop();
  await rm(dataDir, { recursive: true });
});

function start(): Promise<RunningShop> {
  return startShop({ dataDir, ports: "free", sites: false, demo: true, switches: true });
}

const address = {
  name: "Ada Lovelace",
  line1: "12 St James's Square",
  city: "London",
  postalCode: "SW1Y 4JH",
  country: "GB",
};

interface Answer {
  readonly orderId: string;
  readonly status: string;
  readonly readToken: string;
}

async function call<Result>(procedure: string, input: object, method: "GET" | "POST"): Promise<Result> {
  const query = method === "GET" ? `?input=${encodeURIComponent(JSON.stringify(input))}` : "";
  const response = await fetch(`${shop.urls.api}/trpc/${procedure}${query}`, {
    method,
    headers: { "content-type": "application/json" },
    ...(method === "POST" && { body: JSON.stringify(input) }),
  });
  const body = (await response.json()) as { result?: { data: Result }; error?: unknown };
  if (body.result === undefined) throw new Error(JSON.stringify(body.error));
  return body.result.data;
}

async function buy(sku: string): Promise<Answer> {
  const lines = [{ sku, quantity: 1 }];
  const { totals } = await call<{ totals: { total: object } }>("checkout.quote", { lines }, "GET");
  const order = {
    lines,
    expectedTotal: totals.total,
    payment: { token: "pm_card_visa" },
    shippingAddress: address,
  };
  const contact = { email: "ada@example.com" };
  return call<Answer>("checkout.place", { idempotencyKey: randomUUID(), contact, ...order }, "POST");
}

const read = ({ orderId, readToken }: Answer) =>
  call<{ status: string }>("order.get", { orderId, readToken }, "GET");

const listed = () => call<{ sku: string; left: number }[]>("catalog.list", {}, "GET");

test("sells the demo drop, and everything that follows an order comes to rest", async () => {
  expect((await listed()).map(({ sku }) => sku)).toEqual(demoProducts.map(({ sku }) => sku));
  const order = await buy("HOM-MUG-04");
  expect(order.status).toBe("confirmed");
  await shop.quiet();
  const delivered = (await shop.sources()).filter((source) => source.delivered > 0);
  expect(delivered.map((source) => source.function)).toEqual(
    expect.arrayContaining(["announce", "publish", "payments", "email", "live"]),
  );
});

test("keeps orders and stock over a restart, and does not put the demo drop on sale again", async () => {
  const order = await buy("HOM-CANDLE-09");
  await shop.stop();
  shop = await start();
  expect((await read(order)).status).toBe("confirmed");
  const stocked = demoProducts.find(({ sku }) => sku === "HOM-CANDLE-09")?.stock ?? 0;
  expect(await listed()).toContainEqual(expect.objectContaining({ sku: "HOM-CANDLE-09", left: stocked - 1 }));
});

test("other processes find it in its data folder while it runs", async () => {
  const attached = await attachShop(dataDir);
  expect(attached?.urls).toEqual(shop.urls);
  expect((await attached?.sources())?.map((source) => source.function)).toContain("live");
});

test("orders go on while Kinesis is cut off, and it catches up when it is back", async () => {
  await shop.cutOff("kinesis");
  expect((await buy("PRN-MOTH-12")).status).toBe("confirmed");
  await shop.restore("kinesis");
  await shop.quiet();
});

test("refuses a data folder on which a shop runs already", async () => {
  await expect(start()).rejects.toThrow(/A shop runs already on .*doorbuster-shop-/);
});
