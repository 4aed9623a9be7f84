import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { expect, test } from "@playwright/test";
import type { Offer } from "@doorbuster/core/catalog/shelf";
import type { CheckoutAnswer } from "@doorbuster/core/order/checkout";
import type { Money } from "@doorbuster/core/money/money";
import { expectAccessible, signInAs, urls } from "./shop.ts";

const api = async <T>(path: string, init?: RequestInit) =>
  ((await (await fetch(`${urls.api}/trpc/${path}`, init)).json()) as { result: { data: T } }).result.data;

/** An order of the product of which most is left, and the page where its customer follows it. */
async function bought(token = "pm_card_visa"): Promise<CheckoutAnswer & { readonly page: string }> {
  const offers = await api<Offer[]>("catalog.list");
  const { sku = "" } = offers.sort((a, b) => b.left - a.left)[0] ?? {};
  const lines = [{ sku, quantity: 1 }];
  const input = encodeURIComponent(JSON.stringify({ lines }));
  const { totals } = await api<{ totals: { total: Money } }>(`checkout.quote?input=${input}`);
  const answer = await api<CheckoutAnswer>("checkout.place", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      idempotencyKey: randomUUID(),
      lines,
      expectedTotal: totals.total,
      payment: { token },
      contact: { email: "later@example.com" },
      shippingAddress: { name: "L", line1: "1 Road", city: "Leeds", postalCode: "LS1", country: "GB" },
    }),
  });
  return { ...answer, page: `${urls.storefront}/orders/${answer.orderId}#t=${answer.readToken}` };
}

test("a customer changes their mind: the order is called off and the money comes back", async ({ page }) => {
  await page.goto((await bought()).page);
  await page.getByRole("button", { name: "Cancel order" }).click();
  const dialog = page.getByRole("dialog", { name: "Cancel this order?" });
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Cancel order" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("This order was cancelled");
  await expect(page.getByText(/sent back to your card|not been charged/)).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole("button", { name: "Cancel order" })).toHaveCount(0);
});

test("an operator ships an order and refunds a part; the customer sees both", async ({ page, context }) => {
  const order = await bought();
  await signInAs(page, "operator");
  await page.goto(`${urls.console}/orders/${order.orderId}`);
  await page.getByRole("button", { name: "Refund" }).click();
  const refund = page.getByRole("dialog", { name: "Refund" });
  await expectAccessible(page);
  await refund.getByLabel(/^Amount/).fill("999999");
  await refund.getByLabel("Reason").fill("scratched glass");
  await refund.getByRole("button", { name: "Refund" }).click();
  await expect(refund.getByText(/^At most/)).toBeVisible();
  await refund.getByLabel(/^Amount/).fill("1.00");
  await refund.getByRole("button", { name: "Refund" }).click();
  await expect(page.getByText("Refunded", { exact: true }).first()).toBeVisible({ timeout: 30_000 });

  await page.getByRole("button", { name: "Ship" }).click();
  const ship = page.getByRole("dialog", { name: "Ship this order" });
  await ship.getByLabel("Carrier").fill("Royal Mail");
  await ship.getByLabel("Tracking number").fill("AB123456789GB");
  await ship.getByRole("button", { name: "Ship" }).click();
  await expect(page.getByText("AB123456789GB")).toBeVisible();
  await page.getByRole("button", { name: "Mark as delivered" }).click();
  await page.getByRole("button", { name: "It has arrived" }).click();
  await expect(page.getByText("Delivered").first()).toBeVisible();

  const customer = await context.newPage();
  await customer.goto(order.page);
  await expect(customer.getByRole("heading", { level: 1 })).toHaveText("Delivered");
  await expect(customer.getByText("AB123456789GB")).toBeVisible();
  await expect(customer.getByText("£1.00")).toBeVisible();
  await expectAccessible(customer);
});

test("an admin hands a customer their data and then erases them, and nobody finds them any more", async ({
  page,
  context,
}) => {
  const order = await bought("pm_card_visa_chargeDeclined");
  await signInAs(page, "admin");
  await page.goto(`${urls.console}/orders/${order.orderId}`);
  await page.getByRole("button", { name: "Collect data" }).click();
  const collect = page.getByRole("dialog", { name: "Collect personal data" });
  await expectAccessible(page);
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    collect.getByRole("button", { name: "Save the file" }).click(),
  ]);
  expect(await readFile(await file.path(), "utf8")).toMatch(/later@example\.com[^]*1 Road/);
  await expect(page.getByText("Personal data handed out")).toBeVisible();

  await page.getByRole("button", { name: "Erase data" }).click();
  const erase = page.getByRole("dialog", { name: "Erase personal data" });
  await erase.getByRole("button", { name: "Erase for good" }).click();
  await expect(erase.getByText("Type the word erase")).toBeVisible();
  await expectAccessible(page);
  await erase.getByLabel(/^To confirm/).fill("erase");
  await erase.getByRole("button", { name: "Erase for good" }).click();
  await expect(page.getByText("Personal data erased")).toBeVisible();
  await expect(page.getByText(/by admin@example\.com .* asked for by the person/)).toBeVisible();
  await expect(page.getByText("later@example.com")).toHaveCount(0);
  await expect(page.getByRole("button", { name: /data$/ })).toHaveCount(0);
  await expectAccessible(page);

  const customer = await context.newPage();
  await customer.goto(order.page);
  await expect(customer.getByText(/no such order/i)).toBeVisible();
});

test("a viewer sees an order, and nothing to do with it", async ({ page }) => {
  const { orderId } = await bought();
  await signInAs(page, "viewer");
  await page.goto(`${urls.console}/orders/${orderId}`);
  await expect(page.getByRole("heading", { name: "Timeline" })).toBeVisible();
  for (const name of ["Ship", "Refund", "Cancel order"]) {
    await expect(page.getByRole("button", { name })).toHaveCount(0);
  }
});

test("3-D Secure: the customer goes to the bank and comes back to a confirmed order", async ({ page }) => {
  const order = await bought("pm_card_threeDSecure2Required");
  expect(order.status).toBe("requires_action");
  await page.goto(order.page);
  await page.getByRole("link", { name: "Confirm with your bank" }).click();
  await page.getByRole("button", { name: "Confirm the payment" }).click();
  await page.waitForURL(/\/orders\/ord_/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Thank you. It’s yours.", {
    timeout: 30_000,
  });
});

test("3-D Secure refused at the bank: declined, and not charged", async ({ page }) => {
  await page.goto((await bought("pm_card_threeDSecure2Required")).page);
  await page.getByRole("link", { name: "Confirm with your bank" }).click();
  await page.getByRole("button", { name: "Refuse it" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("The payment was declined", {
    timeout: 30_000,
  });
});
