import { expect, test } from "vitest";
import { claimsKeptDays } from "../dynamo/claimStore.ts";
import { tables, type TableName } from "./tables.ts";

const expiring = Object.entries(tables).flatMap(([name, table]) =>
  "ttl" in table ? [name as TableName] : [],
);

/*
 * A checkout's key is remembered by the order's row, a refund's in that row, a delivery's and a stock-take's by `once#…` in
 * Stock. No code deletes one of these; so nothing forgets a key unless the table itself did.
 */
test("idempotency keys are kept for good: no row of Orders and Stock ever expires", () => {
  expect(expiring).not.toContain("Orders");
  expect(expiring).not.toContain("Stock");
});

test("what was told or heard once is remembered for longer than anybody repeats it", () => {
  expect(expiring).toEqual(expect.arrayContaining(["Webhooks", "Notifications"]));
  // SQS keeps a message for at most 14 days; Stripe sends a webhook again for up to 3 ("Automatic retries").
  expect(claimsKeptDays).toBeGreaterThan(14);
});
