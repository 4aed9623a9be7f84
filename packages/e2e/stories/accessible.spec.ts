import { expect, test, type Page } from "@playwright/test";
import { expectAccessible, signInAs, urls } from "./shop.ts";

/** Each layout once and each scheme once. */
const looks = [
  { name: "phone, dark", viewport: { width: 390, height: 844 }, colorScheme: "dark" },
  { name: "desktop, light", viewport: { width: 1280, height: 900 }, colorScheme: "light" },
] as const;

for (const { name, ...look } of looks) {
  test.describe(name, () => {
    test.use(look);

    test("the storefront's pages have nothing that axe objects to, and fit", async ({ page }) => {
      await page.goto(urls.storefront);
      const product = await page.locator("a[href*='/products/']").first().getAttribute("href");
      for (const path of ["/", product ?? "", "/checkout", "/account", "/nowhere"]) {
        await page.goto(`${urls.storefront}${path}`);
        await expectGood(page);
      }
    });

    test("the console's pages have nothing that axe objects to, and fit", async ({ page }) => {
      await page.goto(urls.console);
      await expect(page.getByRole("button", { name: "Sign in", exact: true })).toBeVisible();
      await expectGood(page);
      await signInAs(page, "operator");
      for (const path of ["/", "/orders", "/stock", "/health"]) {
        await page.goto(`${urls.console}${path}`);
        await expectGood(page);
      }
    });

    test("the inbox and the payment sandbox have nothing that axe objects to, and fit", async ({ page }) => {
      for (const address of [urls.inbox, urls.sandbox]) {
        await page.goto(address);
        await expectGood(page);
      }
    });
  });
}

async function expectGood(page: Page) {
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expectAccessible(page);
  await expectFits(page);
}

/** No page is wider than its screen. */
async function expectFits(page: Page) {
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
}
