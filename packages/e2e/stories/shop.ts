import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import type { ShopUrls } from "@doorbuster/local/shop/index";

/** Where the shop of these stories is. */
export const urls = JSON.parse(process.env["STORY_URLS"] ?? "{}") as Required<ShopUrls>;

export const testCards = { pays: "4242 4242 4242 4242", declined: "4000 0000 0000 0002" } as const;

/** Fills in the provider's frame, as a person does: by labels, key by key. */
export async function typeCard(page: Page, number: string): Promise<void> {
  const frame = page.frameLocator("iframe");
  await frame.getByLabel("Card number").pressSequentially(number);
  await frame.getByLabel("Expiry date").pressSequentially("1234");
  await frame.getByLabel("Security code").pressSequentially("123");
}

export async function fillDelivery(page: Page, email: string): Promise<void> {
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Name").fill("Grace Hopper");
  await page.getByLabel("Address", { exact: true }).fill("1 Harbour Road");
  await page.getByLabel("Town or city").fill("Bristol");
  await page.getByLabel("Postcode").fill("BS1 4XX");
  await page.getByLabel("Country").selectOption("GB");
}

/** Signs in at the console as one of the demo staff. */
export async function signInAs(
  page: Page,
  role: "viewer" | "operator" | "admin" | "customer",
): Promise<void> {
  await page.goto(urls.console);
  await page.getByLabel("E-mail").fill(role === "customer" ? "ada@example.com" : `${role}@example.com`);
  await page.getByLabel("Password").fill("doorbuster");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL(`${urls.console}/**`);
}

/** What is still fading in has less contrast than it will have. What never ends, such as a spinner, is not waited for. */
async function allFadedIn(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    await nextFrame(); // in which what has just been opened
    await nextFrame(); // begins to fade in
    const ending = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY);
    await Promise.allSettled(ending.map(({ finished }) => finished));
  });
}

/** Nothing that keeps anybody from using the page: WCAG 2.2 A and AA, and axe's best practices. */
export async function expectAccessible(page: Page): Promise<void> {
  await allFadedIn(page);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
}
