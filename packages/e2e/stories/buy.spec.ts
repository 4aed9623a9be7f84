import { expect, test } from "@playwright/test";
import { expectAccessible, fillDelivery, signInAs, testCards, typeCard, urls } from "./shop.ts";

/** Units left of the product on the page. */
const unitsLeft = /(\d+) left/;

test("a guest buys: the mail arrives, the console shows it live, stock goes down", async ({
  page,
  browser,
}) => {
  const ops = await (await browser.newContext()).newPage();
  await signInAs(ops, "viewer");
  await expect(ops.getByRole("heading", { name: "Orders as they arrive" })).toBeVisible();

  await page.goto(urls.storefront);
  const product = page.locator("a[href*='/products/']").first();
  await product.click();
  await expect(page.getByText(unitsLeft).first()).toBeVisible();
  const before = Number(unitsLeft.exec((await page.getByText(unitsLeft).first().textContent()) ?? "")?.[1]);
  await page.getByRole("button", { name: "Add to basket" }).click();
  await page.goto(`${urls.storefront}/checkout`);

  await fillDelivery(page, "grace@example.com");
  await typeCard(page, testCards.pays);
  await expectAccessible(page);
  await page.getByRole("button", { name: /^Pay/ }).click();
  await page.waitForURL(/\/orders\/ord_/);
  await expect(page.getByText(/confirmed/i).first()).toBeVisible();
  await expectAccessible(page);
  const orderId = /ord_[0-9a-z]+/.exec(page.url())?.[0] ?? "";

  const arrived = ops.getByRole("list", { name: "Orders as they arrive" });
  await expect(arrived.getByText(orderId)).toBeVisible();
  await arrived.getByText(orderId).click();
  await expect(ops.getByText("grace@example.com")).toBeVisible();
  await expectAccessible(ops);

  await page.goto(urls.inbox);
  const mail = page.getByText(/order is confirmed/).first();
  await expect(async () => {
    await page.reload();
    await expect(mail).toBeVisible({ timeout: 1_000 });
  }).toPass();

  await page.goto(urls.storefront);
  await page.locator("a[href*='/products/']").first().click();
  await expect(page.getByText(`${before - 1} left`).first()).toBeVisible();
});

test("a declined card says so, keeps the basket, and another card pays", async ({ page }) => {
  await page.goto(urls.storefront);
  await page.locator("a[href*='/products/']").nth(1).click();
  await page.getByRole("button", { name: "Add to basket" }).click();
  await page.goto(`${urls.storefront}/checkout`);
  await fillDelivery(page, "declined@example.com");
  await typeCard(page, testCards.declined);
  await page.getByRole("button", { name: /^Pay/ }).click();
  await expect(page.getByText(/declined/i).first()).toBeVisible();

  await page.reload();
  await fillDelivery(page, "declined@example.com");
  await typeCard(page, testCards.pays);
  await page.getByRole("button", { name: /^Pay/ }).click();
  await page.waitForURL(/\/orders\/ord_/);
  await expect(page.getByText(/confirmed/i).first()).toBeVisible();
});
