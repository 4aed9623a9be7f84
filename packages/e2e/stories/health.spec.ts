import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SQSClient } from "@aws-sdk/client-sqs";
import { expect, test } from "@playwright/test";
import { dynamoBooksStore } from "@doorbuster/adapters/dynamo/booksStore";
import { dynamoOrderStore } from "@doorbuster/adapters/dynamo/orderStore";
import { queueSender } from "@doorbuster/adapters/events/queueSender";
import { emptyBooks } from "@doorbuster/core/books/books";
import { confirmedEntry } from "@doorbuster/core/notification/testing";
import { entryOf } from "@doorbuster/core/order/timeline";
import { anOrder } from "@doorbuster/core/testing/orders";
import { physicalName, queueUrl } from "@doorbuster/local/services/resources";
import { expectAccessible, signInAs, urls } from "./shop.ts";

const aws = { region: "us-east-1", credentials: { accessKeyId: "local", secretAccessKey: "local" } };

/** As the auditor leaves the books who has found three units too many. */
async function findThreeTooMany(): Promise<void> {
  const client = new DynamoDBClient({ ...aws, endpoint: process.env["STORY_DYNAMODB"] ?? "" });
  const store = dynamoBooksStore(client, physicalName("Books"));
  const books = (await store.load()) ?? emptyBooks(Date.now());
  const since = new Date(Date.now() - 3_600_000).toISOString();
  const what = "sold + reserved + available is 3 more than what was stocked";
  const stock = { "STORY-SKU": { since, what } };
  expect(await store.save({ ...books, version: books.version + 1, through: since, stock })).toBe(true);
  client.destroy();
}

/** As the mailer leaves a letter that SES will never take, about an order that there is. */
async function giveUp(): Promise<void> {
  const tables = new DynamoDBClient({ ...aws, endpoint: process.env["STORY_DYNAMODB"] ?? "" });
  const names = { orders: physicalName("Orders"), stock: physicalName("Stock") };
  const { dueAt: _, ...order } = anOrder({ status: "confirmed", takes: [] });
  const { placedAt: at, traceId } = order;
  const placed = entryOf(order, "order.placed", { at, actor: "customer", traceId });
  await dynamoOrderStore(tables, names).reserve(order, placed); // once: it is there from then on
  tables.destroy();
  const endpoint = process.env["STORY_SQS"] ?? "";
  const client = new SQSClient({ ...aws, endpoint });
  await queueSender(client)(queueUrl(endpoint, "EmailDeadLetters"), givenUp, "status 400, MessageRejected");
  client.destroy();
}
const givenUp = confirmedEntry();

test.beforeEach(async () => {
  await findThreeTooMany();
  await giveUp();
});

test("a viewer reads what does not agree and what was given up, and changes nothing", async ({ page }) => {
  await signInAs(page, "viewer");
  await page.goto(`${urls.console}/health`);
  await expect(page.getByText(/3 more than what was stocked/)).toBeVisible();
  await expect(page.getByText("Customers who were not told by e-mail.")).toBeVisible();
  await expect(page.getByRole("button", { name: /explain|put back/i })).toHaveCount(0);
});

test("an admin explains a difference, and the books agree", async ({ page }) => {
  await signInAs(page, "admin");
  await page.getByRole("link", { name: "Health" }).click();
  const books = page.getByRole("region", { name: "The books" });
  await expect(books.getByText("Does not agree")).toBeVisible();
  await expectAccessible(page);
  await books.getByRole("button", { name: "Explain STORY-SKU" }).click();
  const dialog = page.getByRole("dialog", { name: "Explain a difference" });
  await dialog.getByRole("button", { name: "Let it stand" }).click();
  await expect(dialog.getByText("At least three characters")).toBeVisible();
  await dialog.getByLabel("Reason").fill("Found in the back room");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Let it stand" }).click();
  await expect(dialog).toBeHidden();
  await expect(books.getByText("Explained", { exact: true })).toBeVisible();
  await expect(books.getByText(/live numbers agree as of/)).toBeVisible();
  await expect(books.getByText(/Found in the back room · admin@example.com/)).toBeVisible();
});

test("an operator looks at what was given up and puts it back; the customer is told once", async ({
  page,
}) => {
  await signInAs(page, "operator");
  await page.goto(`${urls.console}/health`);
  const mails = page.getByRole("listitem", { name: "E-mails" });
  await mails.getByText("Look at them").click();
  await expect(mails.getByText("Refused for good: status 400, MessageRejected").first()).toBeVisible();
  await expect(mails.getByRole("link", { name: givenUp.orderId }).first()).toBeVisible();
  await expectAccessible(page);
  await mails.getByRole("button", { name: "Put back" }).click();
  const dialog = page.getByRole("dialog", { name: "Put e-mails back" });
  await dialog.getByLabel("Reason").fill("The sender is verified now");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Put back" }).click();
  await expect(dialog).toBeHidden();
  await expect(mails.getByText(/^\d+ e-mails? put back\.$/)).toBeVisible();
  await expect(mails.getByText("none")).toBeVisible();
  await page.getByText("Put back before").click();
  await expect(page.getByText(/The sender is verified now · operator@example.com/)).toBeVisible();
  const inbox = `${urls.inbox}/api/messages?tag.orderId=${givenUp.orderId}`;
  const told = async () => ((await (await fetch(inbox)).json()) as { messages: unknown[] }).messages.length;
  await expect.poll(told).toBe(1);
});
