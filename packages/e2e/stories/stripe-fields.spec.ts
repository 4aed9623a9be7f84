import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { rootDir } from "@doorbuster/local/build/root";
import { freePort } from "@doorbuster/local/shop/ports";
import { serveStripeJs } from "../browser/stripe-js.ts";
import { expectAccessible, fillDelivery, urls } from "./shop.ts";
import { watchViolations } from "./violations.ts";

/** The same build as the stories' shop, told at its start that Stripe takes the card. */
let site: { readonly url: string; readonly process: ChildProcess };

test.beforeAll(async () => {
  const port = await freePort();
  const cwd = path.join(rootDir, "apps/storefront");
  const next = createRequire(path.join(cwd, "package.json")).resolve("next/dist/bin/next");
  const url = `http://localhost:${port}`;
  const child = spawn(process.execPath, [next, "start", "--hostname", "127.0.0.1", "--port", String(port)], {
    cwd,
    stdio: "ignore",
    env: {
      ...process.env,
      NODE_ENV: "production",
      NEXT_TELEMETRY_DISABLED: "1",
      DOORBUSTER_API_URL: urls.api,
      DOORBUSTER_ISSUER: urls.issuer,
      DOORBUSTER_SITE_URL: url,
      DOORBUSTER_SESSION_KEY: "no one signs in in these stories",
      DOORBUSTER_FIELDS_KIND: "stripe",
      DOORBUSTER_FIELDS_URL: "https://js.stripe.com",
      DOORBUSTER_PUBLISHABLE_KEY: "pk_test_story",
    },
  });
  site = { url, process: child };
  const status = () => fetch(url).then((answer) => answer.status, String);
  await expect.poll(status, { timeout: 30_000 }).toBe(200);
});

test.afterAll(async () => {
  site.process.kill();
  await once(site.process, "exit");
});

test("with Stripe's fields a customer pays, and Stripe.js stays within the policy", async ({ page }) => {
  const violations = await watchViolations(page);
  await serveStripeJs(page);
  const loaded: string[] = [];
  page.on("request", (request) => {
    if (request.url().startsWith("https://")) loaded.push(`${new URL(page.url()).pathname} ${request.url()}`);
  });
  await page.goto(site.url);
  await page.locator("a[href*='/products/']").first().click();
  await page.getByRole("button", { name: "Add to basket" }).click();
  await page.getByRole("link", { name: "Check out" }).click();
  await page.waitForURL("**/checkout");
  await fillDelivery(page, "stripe@example.com");
  for (const label of ["Card number", "Expiry date", "Security code"]) {
    await expect(page.getByText(label, { exact: true })).toBeVisible();
    await expect(page.frameLocator(`iframe[src$='${label}']`).getByLabel(label)).toBeVisible();
  }
  await page.getByRole("button", { name: /^Pay/ }).click();
  await page.waitForURL(/\/orders\/ord_/);
  await expect(page.getByText(/confirmed/i).first()).toBeVisible();
  expect(violations()).toEqual([]);
  expect(loaded[0]).toBe("/checkout https://js.stripe.com/endive/stripe.js");
  expect(loaded.filter((request) => !request.startsWith("/checkout https://js.stripe.com/"))).toEqual([]);
});

test("a Stripe.js that can't be reached is said, and nothing is charged", async ({ page }) => {
  await page.route("https://js.stripe.com/**", (route) => route.abort());
  await page.goto(site.url);
  await page.locator("a[href*='/products/']").first().click();
  await page.getByRole("button", { name: "Add to basket" }).click();
  await page.getByRole("link", { name: "Check out" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "The card fields did not load" })).toBeVisible();
  await expectAccessible(page);
});
