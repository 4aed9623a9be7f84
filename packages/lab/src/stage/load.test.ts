import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { dynamoCatalog } from "@doorbuster/adapters/dynamo/catalogStore";
import { dynamoStockStore } from "@doorbuster/adapters/dynamo/stockStore";
import { systemClock } from "@doorbuster/adapters/system";
import { openClients, type Clients } from "@doorbuster/local/services/clients";
import { physicalName } from "@doorbuster/local/services/resources";
import { startStores, type RunningStores } from "@doorbuster/local/shop/index";
import { afterAll, beforeAll, expect, test } from "vitest";
import { demoEntries } from "./demo.ts";
import { type Entry, loadProducts, productFileSchema } from "./load.ts";

let dataDir: string;
let embedded: RunningStores;
let clients: Clients;
let stores: Parameters<typeof loadProducts>[0];

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), "doorbuster-load-"));
  embedded = await startStores({ dataDir, memory: true });
  clients = openClients(embedded.endpoints);
  stores = {
    catalog: dynamoCatalog(clients.dynamodb, physicalName("Catalog")),
    stock: dynamoStockStore(clients.dynamodb, physicalName("Stock")),
    clock: systemClock,
    random: Math.random,
  };
}, 60_000);
afterAll(async () => {
  clients.destroy();
  await embedded.stop();
  await rm(dataDir, { recursive: true });
});

const [first] = demoEntries as readonly [Entry];
const entryOf = (sku: string, changes: Partial<Entry> = {}): Entry => ({
  ...first,
  sku,
  units: 30,
  ...changes,
});

async function load(...entries: Entry[]): Promise<[sku: string, added: number][]> {
  const loaded: [string, number][] = [];
  await loadProducts(stores, entries, (...each) => loaded.push(each));
  return loaded;
}

async function available(sku: string): Promise<number | undefined> {
  const product = (await stores.catalog.getMany([sku])).get(sku);
  const [level] = await stores.stock.read([{ sku, shards: product?.stockShards ?? 1 }]);
  return level?.available;
}

test("what is loaded is on sale with its units, and loading it again adds none", async () => {
  expect(await load(entryOf("AGAIN"))).toEqual([["AGAIN", 30]]);
  expect(await load(entryOf("AGAIN", { name: "A better name" }))).toEqual([["AGAIN", 0]]);
  expect(await available("AGAIN")).toBe(30);
  expect((await stores.catalog.getMany(["AGAIN"])).get("AGAIN")?.name).toBe("A better name");
});

test("other units under the same file's name are refused: whoever restocks does it at the console", async () => {
  await load(entryOf("OTHER"));
  await expect(load(entryOf("OTHER", { units: 31 }))).rejects.toMatchObject({ code: "IDEMPOTENCY_MISMATCH" });
  expect(await available("OTHER")).toBe(30);
});

test("shards that the console has given since are not taken away", async () => {
  await load(entryOf("SPREAD"));
  await stores.catalog.expect({ sku: "SPREAD", expectedOrdersPerSecond: 500, stockShards: 40 });
  await load(entryOf("SPREAD"));
  const product = (await stores.catalog.getMany(["SPREAD"])).get("SPREAD");
  expect(product).toMatchObject({ expectedOrdersPerSecond: 500, stockShards: 40 });
});

test("the demo drop is a file as a merchant writes one", () => {
  expect(productFileSchema.parse(JSON.parse(JSON.stringify(demoEntries)))).toEqual(demoEntries);
});

test("a SKU twice, an unknown field or a negative number of units is no product file", () => {
  const entry = entryOf("TWICE");
  for (const entries of [[entry, entry], [{ ...entry, stock: 3 }], [{ ...entry, units: -1 }], []]) {
    expect(productFileSchema.safeParse(entries).success).toBe(false);
  }
});
