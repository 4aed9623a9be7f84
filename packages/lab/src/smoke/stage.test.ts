import { expect, test } from "vitest";
import { isOurs } from "./stage.ts";

test("knows a stage's resources as SST and the laptop edition name them, and no other stage's", () => {
  expect(isOurs("production", "Orders", "Table", "doorbuster-production-OrdersTable-bdfkmrtx")).toBe(true);
  expect(isOurs("local", "Orders", "Table", "doorbuster-local-Orders")).toBe(true);
  expect(isOurs("production", "Lake", "Bucket", "doorbuster-production-lakebucket-bdfkmrtx")).toBe(true);
  expect(
    isOurs("production", "EmailDeadLetters", "Queue", "doorbuster-production-EmailDeadLettersQueue-bdfkmrtx"),
  ).toBe(true);
  for (const other of [
    "doorbuster-production-OrdersTable-bdfkmrtx-copy",
    "doorbuster-production-2-OrdersTable-bdfkmrtx",
    "doorbuster-preview-OrdersTable-bdfkmrtx",
    "doorbuster-production-OrdersArchiveTable-bdfkmrtx",
  ]) {
    expect(isOurs("production", "Orders", "Table", other)).toBe(false);
  }
});
