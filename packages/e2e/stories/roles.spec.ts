import { expect, test } from "@playwright/test";
import { signInAs, urls } from "./shop.ts";

test("a viewer sees no button that may not be pressed; an operator restocks, and the units are on sale", async ({
  browser,
}) => {
  const viewer = await (await browser.newContext()).newPage();
  await signInAs(viewer, "viewer");
  await viewer.goto(`${urls.console}/stock`);
  await expect(viewer.getByRole("row").nth(1)).toBeVisible();
  await expect(viewer.getByRole("button", { name: /restock/i })).toHaveCount(0);

  const operator = await (await browser.newContext()).newPage();
  await signInAs(operator, "operator");
  await operator.goto(`${urls.console}/stock`);
  await operator
    .getByRole("button", { name: /restock/i })
    .first()
    .click();
  const dialog = operator.getByRole("dialog");
  await dialog.getByLabel(/units|quantity/i).fill("25");
  await dialog.getByLabel(/reason/i).fill("Found in the back room");
  await dialog.getByRole("button", { name: /restock|add/i }).click();
  await expect(dialog).toBeHidden();
});

test("a customer's account has no way into the console", async ({ page }) => {
  await signInAs(page, "customer");
  await expect(page.getByText(/no access/i).first()).toBeVisible();
});
