import { expect, test, type Page } from "@playwright/test";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { dynamoOrderStore } from "@doorbuster/adapters/dynamo/orderStore";
import { systemClock } from "@doorbuster/adapters/system";
import { shipOrder } from "@doorbuster/core/order/command";
import { defaultPolicy } from "@doorbuster/core/order/policy";
import { watchNotifications } from "../browser/notifications.ts";
import { expectAccessible, fillDelivery, testCards, typeCard, urls } from "./shop.ts";

const orders = dynamoOrderStore(
  new DynamoDBClient({
    endpoint: process.env["STORY_DYNAMODB"] ?? "",
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  }),
  { orders: "doorbuster-local-Orders", stock: "doorbuster-local-Stock" },
);

async function buy(page: Page, email: string): Promise<string> {
  await page.goto(urls.storefront);
  await page.locator("a[href*='/products/']").nth(2).click();
  await page.getByRole("button", { name: "Add to basket" }).click();
  await page.goto(`${urls.storefront}/checkout`);
  await fillDelivery(page, email);
  await typeCard(page, testCards.pays);
  await page.getByRole("button", { name: /^Pay/ }).click();
  await page.waitForURL(/\/orders\/ord_/);
  await expect(page.getByText(/confirmed/i).first()).toBeVisible();
  return /ord_[0-9a-z]+/.exec(page.url())?.[0] ?? "";
}

async function ship(orderId: string): Promise<void> {
  await expect.poll(async () => (await orders.get(orderId))?.payment.state).toBe("captured");
  const order = (await orders.get(orderId))!;
  await shipOrder(
    { orders, clock: systemClock, random: Math.random, policy: defaultPolicy },
    order,
    { carrier: "Royal Mail", trackingNumber: "AB123456789GB" },
    { actor: "test", traceId: order.traceId },
  );
}

test("a guest asks to be kept posted: the service worker shows the push, and push and text are in the inbox", async ({
  page,
  context,
}) => {
  await context.grantPermissions(["notifications"], { origin: urls.storefront });
  const orderId = await buy(page, "posted@example.com");
  const panel = page.getByRole("region", { name: "Keep me posted" });
  await panel.getByLabel("Text messages").check();
  await panel.getByRole("button", { name: "Save" }).click();
  await expect(panel.getByText(/whole number with its country code/)).toBeVisible();
  await panel.getByLabel("Mobile number").fill("+44 7700 900777");
  await panel.getByLabel("Notifications in this browser").check();
  await panel.getByText("What we tell you", { exact: true }).click();
  await expectAccessible(page);
  await panel.getByRole("button", { name: "Save" }).click();
  await expect(panel.getByText("Saved.")).toBeVisible();
  const shown = await watchNotifications(page);

  await page.reload();
  await expect(panel.getByLabel("Notifications in this browser")).toBeChecked();
  await expect(panel.getByLabel("Mobile number")).toHaveValue("+447700900777");

  await ship(orderId);
  const reference = orderId.slice(-6).toUpperCase();
  await expect.poll(shown).toEqual([
    {
      title: "Your order is on its way",
      body: `Royal Mail has your parcel. Order ${reference}.`,
      url: expect.stringContaining(`${urls.storefront}/orders/${orderId}#t=`),
    },
  ]);

  const inbox = await page.context().newPage();
  await inbox.goto(`${urls.inbox}/?q=7700900777`);
  await inbox.getByText(`order ${reference} is on its way with Royal Mail`).click();
  await expect(inbox.getByRole("heading", { name: "Text message" })).toBeVisible();
  const link = /http\S+\/o\/\S+/.exec((await inbox.locator("pre").textContent()) ?? "")?.[0] ?? "";
  await inbox.goto(`${urls.inbox}/?q=on+its+way`);
  await expect(inbox.getByText("Push", { exact: true })).toBeVisible();
  await expectAccessible(inbox);

  await inbox.goto(link);
  await expect(inbox.getByRole("heading", { name: /on its way/ })).toBeVisible();
  expect(inbox.url()).toBe(`${urls.storefront}/orders/${orderId}`);
});

test("a push that the browser's own push service delivers is shown too", async ({ page, context }) => {
  await context.grantPermissions(["notifications"], { origin: urls.storefront });
  await buy(page, "pushed@example.com");
  const panel = page.getByRole("region", { name: "Keep me posted" });
  await panel.getByLabel("Notifications in this browser").check();
  await panel.getByRole("button", { name: "Save" }).click();
  await expect(panel.getByText("Saved.")).toBeVisible();
  const shown = await watchNotifications(page);

  const devtools = await context.newCDPSession(page);
  const registered = new Promise<string>((resolve) => {
    devtools.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
      const [first] = registrations;
      if (first) resolve(first.registrationId);
    });
  });
  await devtools.send("ServiceWorker.enable");
  const registrationId = await registered;
  const url = `${urls.storefront}/account`;
  for (const body of ["Once.", "Twice is once."]) {
    const data = JSON.stringify({ title: "Hello", body, tag: "t", url });
    await devtools.send("ServiceWorker.deliverPushMessage", {
      origin: urls.storefront,
      registrationId,
      data,
    });
  }
  await expect.poll(shown).toEqual([{ title: "Hello", body: "Twice is once.", url }]);
});

test("who does not allow notifications is told so, and the rest of the page goes on", async ({ page }) => {
  await page.addInitScript(() => {
    Notification.requestPermission = () => Promise.resolve("denied");
  });
  await buy(page, "denied@example.com");
  const panel = page.getByRole("region", { name: "Keep me posted" });
  await panel.getByLabel("Notifications in this browser").check();
  await panel.getByRole("button", { name: "Save" }).click();
  await expect(panel.getByText("Your browser does not allow notifications")).toBeVisible();
  await expectAccessible(page);
});
