import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { expect, test } from "@playwright/test";
import { dynamoBooksStore } from "@doorbuster/adapters/dynamo/booksStore";
import { emptyBooks } from "@doorbuster/core/books/books";
import { physicalName } from "@doorbuster/local/services/resources";
import { expectAccessible, signInAs, urls } from "./shop.ts";

/** As the auditor leaves the books who has found three units too many. */
async function findThreeTooMany(): Promise<void> {
  const client = new DynamoDBClient({
    endpoint: process.env["STORY_DYNAMODB"] ?? "",
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  const store = dynamoBooksStore(client, physicalName("Books"));
  const books = (await store.load()) ?? emptyBooks(Date.now());
  const since = new Date(Date.now() - 3_600_000).toISOString();
  const what = "sold + reserved + available is 3 more than what was stocked";
  const stock = { "STORY-SKU": { since, what } };
  expect(await store.save({ ...books, version: books.version + 1, through: since, stock })).toBe(true);
  client.destroy();
}

test.beforeEach(findThreeTooMany);

test("a viewer reads what does not agree, and changes nothing", async ({ page }) => {
  await signInAs(page, "viewer");
  await page.goto(`${urls.console}/health`);
  await expect(page.getByText(/3 more than what was stocked/)).toBeVisible();
  await expect(page.getByRole("button", { name: /explain/i })).toHaveCount(0);
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
