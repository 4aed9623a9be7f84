import { expect, test } from "vitest";
import { emptyBooks } from "./books.ts";
import { depsOf } from "./testing/deps.ts";
import { AuditedShop } from "./testing/shop.ts";
import { explain, viewBooks } from "./view.ts";

const since = "2026-11-27T09:20:00.000Z";
const because = { key: "stock#mug", what: "three more", reason: "found in the yard", actor: "ada" };

function booksWith(what: string) {
  const shop = new AuditedShop();
  shop.books = {
    ...emptyBooks(shop.now),
    version: 1,
    stock: { mug: { since, what }, lamp: { since } },
    cases: [{ orderId: "ord_1", paymentIds: [], undecided: true, since }],
  };
  return depsOf(shop);
}

test("before the first audit there is nothing to see", async () => {
  expect(await viewBooks(depsOf(new AuditedShop()))).toBeUndefined();
});

test("what does not agree is told apart from what is open, and from what was explained", async () => {
  const deps = booksWith("three more");
  expect(await viewBooks(deps)).toMatchObject({
    mismatches: [{ key: "stock#mug", what: "three more", since }],
    open: 1,
    busySkus: ["lamp"],
    isFull: false,
  });
  await explain(deps, because);
  expect((await viewBooks(deps))?.mismatches).toMatchObject([
    { key: "stock#mug", explained: { reason: "found in the yard", actor: "ada" } },
  ]);
});

test("an explanation is for what was seen, and for nothing else", async () => {
  const refused = { code: "CONFLICT" };
  await expect(explain(booksWith("four more"), because)).rejects.toMatchObject(refused);
  await expect(explain(booksWith("three more"), { ...because, key: "stock#lamp" })).rejects.toMatchObject(
    refused,
  );
});
