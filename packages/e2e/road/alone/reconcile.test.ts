import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { afterAll, beforeAll, expect, test } from "vitest";
import { staffToken } from "@doorbuster/lab/access/staffToken";
import { shardKey } from "@doorbuster/adapters/dynamo/stockRows";
import type { AuditReport } from "@doorbuster/core/books/audit";
import { moneyFaults } from "@doorbuster/core/books/money";
import { compare } from "@doorbuster/lab/reconcile/compare";
import { gatherFacts } from "@doorbuster/lab/reconcile/gather";
import { readLedger } from "@doorbuster/lab/reconcile/places/ledger";
import {
  checkoutOf,
  concurrently,
  eventually,
  opsPost,
  paymentBecomes,
  place,
  putOnSale,
  throwawayShop,
  type RoadShop,
} from "../kit.ts";

let shop: RoadShop;
let secretKey: string;
beforeAll(async () => {
  // Long enough for every list and index to know what happened, and no longer than a test may last.
  shop = await throwawayShop({ auditAfterMs: 3_000 });
  secretKey = (JSON.parse(await readFile(shop.secretsFile, "utf8")) as { paymentSecretKey: string })
    .paymentSecretKey;
});
afterAll(() => shop.end());

const run = async () => (await shop.functions.get("reconcile")?.invoke({})) as AuditReport;

/** Audits until everything that has happened so far is audited, by a count of the stock that was begun after it. */
function audited(): Promise<AuditReport> {
  const longestCountMs = 3_000;
  const until = new Date(Date.now() + longestCountMs).toISOString();
  return eventually("the books to be audited", async () => {
    const report = await run();
    return (report.through ?? "") > until && report.open === 0 && report;
  });
}

/** Something that the shop knows nothing of, done with the provider's own API. */
async function provider(path: string, form: Record<string, string>): Promise<{ id: string }> {
  const answer = await fetch(`${shop.urls.sandbox}/v1/${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${secretKey}` },
    body: new URLSearchParams(form),
  });
  expect(answer.status).toBe(200);
  return (await answer.json()) as { id: string };
}

test("while a crowd buys, is declined and finds nothing left, the audit never finds anything wrong", async () => {
  await putOnSale(shop, "BUSY", 60);
  let isOver = false;
  const reports: AuditReport[] = [];
  const auditor = (async () => {
    while (!isOver) reports.push(await run());
  })();
  const cards = ["pm_card_visa", "pm_card_visa", "pm_card_visa_chargeDeclined"];
  await concurrently(
    Array.from({ length: 90 }, (_, i) => checkoutOf("BUSY", { payment: { token: cards[i % 3] } })),
    8,
    (checkout) => place(shop, checkout),
  );
  isOver = true;
  await auditor;
  reports.push(await audited());
  expect(reports.flatMap(({ mismatches }) => mismatches)).toEqual([]);
});

test("what is done behind the shop's back is found, all of it and nothing else; what is put right is forgotten", async () => {
  await putOnSale(shop, "SOLD", 10, { stockShards: 1 });
  const { orderId = "" } = (await place(shop, checkoutOf("SOLD"))).data ?? {};
  const { paymentId: paid = "" } = (await paymentBecomes(shop, orderId, "captured")).payment;
  expect((await audited()).mismatches).toEqual([]);

  await provider("refunds", { payment_intent: paid, amount: "100" });
  const stray = await provider("payment_intents", {
    amount: "777",
    currency: "gbp",
    payment_method: "pm_card_visa",
    capture_method: "manual",
    confirm: "true",
  });
  await shop.stores.client.send(
    new UpdateItemCommand({
      TableName: shop.stores.tableName("Stock"),
      Key: marshall(shardKey("SOLD", 0)),
      UpdateExpression: "ADD available :three",
      ExpressionAttributeValues: marshall({ ":three": 3 }),
    }),
  );
  const { mismatches } = await audited();
  expect(mismatches.map(({ key }) => key).sort()).toEqual([
    `order#${orderId}`,
    `payment#${stray.id}`,
    "stock#SOLD",
  ]);
  const about = (key: string) => mismatches.find((mismatch) => mismatch.key === key)?.what;
  expect(about(`order#${orderId}`)).toMatch(
    /^another payment at the provider than the order says .*100 refunded/,
  );
  expect(about(`payment#${stray.id}`)).toMatch(/^payments of no order/);
  expect(about("stock#SOLD")).toBe("sold + reserved + available is 3 more than what was stocked");

  await provider(`payment_intents/${stray.id}/cancel`, {});
  expect((await run()).mismatches.map(({ key }) => key).sort()).toEqual([`order#${orderId}`, "stock#SOLD"]);
});

test("audits at once disturb neither each other nor the books", async () => {
  const reports = await Promise.all([run(), run(), run()]);
  expect(reports.map(({ ended }) => ended)).toContain("caught up");
  for (const { mismatches } of reports) {
    expect(mismatches.map(({ about }) => about).sort()).toEqual(["order", "stock"]);
  }
});

test("what an admin explains is counted no more, as long as it says the same", async () => {
  const token = await staffToken(shop, "admin@example.com");
  const what = (await run()).mismatches.find(({ key }) => key === "stock#SOLD")?.what;
  const explain = (reason: string, said = what) =>
    opsPost(shop, "books.explain", { key: "stock#SOLD", what: said, reason }, token);
  expect((await explain("Found in the back room", "another sentence")).error?.data.appCode).toBe("CONFLICT");
  expect((await explain("Found in the back room")).error).toBeUndefined();
  expect((await run()).mismatches.map(({ about }) => about)).toEqual(["order"]);
});

test("a refund that the bank fails after it was made is not given back: order and provider differ, and the comparison says so", async () => {
  await putOnSale(shop, "LOST", 10);
  const payment = { token: "pm_card_refundFail" };
  const { orderId = "" } = (await place(shop, checkoutOf("LOST", { payment }))).data ?? {};
  const refund = { orderId, amount: { amount: 400, currency: "GBP" }, reason: "scratched" };
  await paymentBecomes(shop, orderId, "captured");
  const token = await staffToken(shop, "operator@example.com");
  const input = { ...refund, idempotencyKey: randomUUID() };
  expect((await opsPost(shop, "orders.refund", input, token)).error).toBeUndefined();
  await eventually("the refund", async () => {
    const order = await shop.stores.orders.get(orderId);
    return order?.refunds[0]?.state === "done";
  });
  await eventually("its failure", async () => {
    const payments = await readLedger(shop.urls.sandbox, shop.secretsFile);
    return payments.some((each) => each.orderId === orderId && each.refunded === 0);
  });
  const different = compare(await gatherFacts(shop)).find(({ what }) => what.includes(moneyFaults.unlike));
  expect(different?.which).toContain(orderId);
});
