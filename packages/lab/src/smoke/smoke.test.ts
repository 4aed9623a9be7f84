import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { dynamoCatalog } from "@doorbuster/adapters/dynamo/catalogStore";
import { dynamoStockStore } from "@doorbuster/adapters/dynamo/stockStore";
import { systemClock } from "@doorbuster/adapters/system";
import { restock } from "@doorbuster/core/stock/adjust";
import { aProduct } from "@doorbuster/core/testing/products";
import { physicalName } from "@doorbuster/local/services/resources";
import { startShop, type RunningShop } from "@doorbuster/local/shop/index";
import { afterAll, beforeAll, expect, test } from "vitest";
import { smokeCollection } from "./options.ts";

let dataDir: string;
let shop: RunningShop;

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), "doorbuster-smoke-"));
  shop = await startShop({ dataDir, ports: "free", memory: true, sites: false });
  await putOnSale("LAMP-1", "autumn-drop");
}, 60_000);
afterAll(async () => {
  await shop.stop();
  await rm(dataDir, { recursive: true, force: true });
});

async function putOnSale(sku: string, collection: string): Promise<void> {
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const client = new DynamoDBClient({
    endpoint: shop.endpoints.dynamodb,
    region: shop.env["AWS_REGION"] ?? "",
    credentials,
  });
  const product = aProduct({ sku, collection, stockShards: 2 });
  await dynamoCatalog(client, physicalName("Catalog")).put(product);
  const stock = dynamoStockStore(client, physicalName("Stock"));
  await restock(
    { stock, clock: systemClock, random: Math.random },
    {
      sku,
      quantity: 3,
      reason: "for a test",
      actor: "test",
      at: new Date().toISOString(),
      idempotencyKey: `restock-${sku}`,
    },
    product.stockShards,
  );
  client.destroy();
}

interface Report {
  readonly holds: boolean;
  readonly outcomes: readonly { readonly name: string; readonly result: string; readonly note?: string }[];
}

/** `npm run smoke` against the shop's API, as a stage named `local`, in a process of its own. */
async function smoke(...args: string[]) {
  const main = path.join(import.meta.dirname, "main.ts");
  const all = [main, "--json", "--api", shop.urls.api, "--provider", shop.urls.sandbox, ...args];
  const { promise, resolve } = Promise.withResolvers<{ status: number; report: Report }>();
  const child = execFile(process.execPath, all, { env: { ...process.env, ...shop.env } }, (_, stdout) =>
    resolve({ status: child.exitCode ?? -1, report: JSON.parse(stdout) as Report }),
  );
  const { status, report } = await promise;
  const those = (result: string) => report.outcomes.filter((outcome) => outcome.result === result);
  return { status, report, those };
}

test("without a product that is marked for it nothing is bought, and that is no failure", async () => {
  const { status, those } = await smoke();
  expect(status).toBe(0);
  expect(those("fails")).toEqual([]);
  expect(those("not checked").map(({ name, note }) => [name, note])).toContainEqual([
    "a test order is paid and confirmed",
    'no product is left in the collection "smoke", and no --sku',
  ]);
});

test("a marked product is bought, paid, called off and paid back; then the stage's books agree", async () => {
  await putOnSale("SMOKE-1", smokeCollection);
  // What the catalogue answered a moment ago, it answers for a second.
  const input = encodeURIComponent(JSON.stringify({ collection: smokeCollection }));
  const listed = async () => (await fetch(`${shop.urls.api}/trpc/catalog.list?input=${input}`)).text();
  await expect.poll(listed, { timeout: 10_000 }).toContain("SMOKE-1");
  const bought = await smoke();
  expect(bought.those("fails")).toEqual([]);
  expect(bought.those("holds").map(({ name }) => name)).toEqual([
    "staff's calls are refused without a token",
    "the catalogue is there",
    "what there is not, and what makes no sense, is refused in the API's own shape",
    "a webhook without a signature is refused",
    "a test order is paid and confirmed",
    "its money is captured",
    "called off, it gives the money back",
    "a card that the bank refuses makes an order that is declined",
  ]);

  await shop.quiet();
  const { status, those } = await smoke("--no-order", "--stage", "local");
  expect(those("fails")).toEqual([]);
  expect(those("holds").at(-1)?.note).toMatch(/^1 orders confirmed, 1 on the live screen and in the lake\n/);
  expect(status).toBe(0);
}, 60_000);

test("an order that can't be had fails the run, and the rest of it is still tried", async () => {
  const { status, report, those } = await smoke("--sku", "there-is-no-such-product");
  expect(status).toBe(1);
  expect(report.holds).toBe(false);
  expect(those("fails").map(({ name }) => name)).toEqual(["a test order is paid and confirmed"]);
  expect(those("holds").map(({ name }) => name)).toContain("a webhook without a signature is refused");
});

test("a stage that the account does not have is named", async () => {
  const { those } = await smoke("--no-order", "--stage", "elsewhere");
  expect(those("fails").map(({ note }) => note)).toEqual(["there is no table Orders of the stage elsewhere"]);
});
