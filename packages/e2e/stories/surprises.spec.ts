import { randomUUID } from "node:crypto";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { expect, test, type Page } from "@playwright/test";
import { dynamoCatalog } from "@doorbuster/adapters/dynamo/catalogStore";
import type { Offer } from "@doorbuster/core/catalog/shelf";
import type { Money } from "@doorbuster/core/money/money";
import { physicalName } from "@doorbuster/local/services/resources";
import { fillDelivery, testCards, typeCard, urls } from "./shop.ts";

const api = async <T>(path: string, init?: RequestInit) =>
  ((await (await fetch(`${urls.api}/trpc/${path}`, init)).json()) as { result: { data: T } }).result.data;

/** The product of which least is left: a handful, in the demo drop. */
async function scarcest(): Promise<Offer> {
  const offers = await api<Offer[]>("catalog.list");
  const [scarce] = offers.filter(({ left }) => left > 0).sort((a, b) => a.left - b.left);
  if (!scarce) throw new Error("everything is sold out");
  return scarce;
}

/** Somebody else is faster. */
async function buyAll({ sku, left, limitPerOrder = left }: Offer): Promise<void> {
  for (let rest = left; rest > 0; rest -= limitPerOrder) {
    const lines = [{ sku, quantity: Math.min(rest, limitPerOrder) }];
    const quote = await api<{ totals: { total: Money } }>(
      `checkout.quote?input=${encodeURIComponent(JSON.stringify({ lines }))}`,
    );
    await api("checkout.place", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        idempotencyKey: randomUUID(),
        lines,
        expectedTotal: quote.totals.total,
        payment: { token: "pm_card_visa" },
        contact: { email: "faster@example.com" },
        shippingAddress: { name: "F", line1: "1 Road", city: "Leeds", postalCode: "LS1", country: "GB" },
      }),
    });
  }
}

async function readyToPay(page: Page, sku: string): Promise<void> {
  await page.goto(`${urls.storefront}/products/${sku}`);
  await page.getByRole("button", { name: "Add to basket" }).click();
  await page.goto(`${urls.storefront}/checkout`);
  await fillDelivery(page, "slow@example.com");
  await typeCard(page, testCards.pays);
}

test("sold out while paying: the page says which product, and that nothing was charged", async ({ page }) => {
  const offer = await scarcest();
  await readyToPay(page, offer.sku);
  await buyAll(offer);
  await page.getByRole("button", { name: /^Pay/ }).click();
  const notice = page.getByRole("alert").filter({ hasText: /sold out/i });
  await expect(notice).toContainText(offer.name);
});

test("a price that changed while paying is shown, old and new, and charged only when it is accepted", async ({
  page,
}) => {
  const client = new DynamoDBClient({
    endpoint: process.env["STORY_DYNAMODB"] ?? "",
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  const catalog = dynamoCatalog(client, physicalName("Catalog"));
  const offers = await api<Offer[]>("catalog.list");
  const sku = offers.sort((a, b) => b.left - a.left)[0]?.sku ?? "";
  const product = (await catalog.getMany([sku])).get(sku);
  if (!product) throw new Error(`no product ${sku}`);

  await readyToPay(page, sku);
  await catalog.put({ ...product, price: { ...product.price, amount: product.price.amount + 500 } });
  await page.getByRole("button", { name: /^Pay/ }).click();
  await expect(page.getByText(/The total has changed from £[\d.]+ to £[\d.]+/)).toBeVisible();
  const notice = page.getByRole("status").filter({ hasText: "The total has changed" });
  await notice.getByRole("button", { name: /^Pay/ }).click();
  await page.waitForURL(/\/orders\/ord_/);
  await expect(page.getByText(/confirmed/i).first()).toBeVisible();

  await catalog.put(product);
  client.destroy();
});
