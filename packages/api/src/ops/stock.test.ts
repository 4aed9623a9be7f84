import { expect, test } from "vitest";
import type { Caller } from "@doorbuster/core/access/caller";
import type { Expectation, Product } from "@doorbuster/core/catalog/product";
import type { Adjustment } from "@doorbuster/core/stock/adjustment";
import type { ShardChange, StockStore } from "@doorbuster/core/stock/store";
import { aProduct } from "@doorbuster/core/testing/products";
import { stockRouter, type StockDeps } from "./stock.ts";

const staff = (role: string): Caller => ({
  kind: "user",
  issuer: "https://issuer.example",
  subject: "olga",
  email: "olga@example.com",
  groups: [role],
});

/** A shop with one product, and a store that writes down what it is told. */
function desk(
  caller: Caller = staff("operator"),
  product: Product = aProduct({ sku: "LAMP-1", stockShards: 2 }),
) {
  const adjusted: { adjustment: Adjustment; changes: readonly ShardChange[] }[] = [];
  const expected: Expectation[] = [];
  const stock: StockStore = {
    levels: async () => [3, 2],
    glance: async () => new Map([[product.sku, [3, 2]]]),
    read: async () => [{ sku: product.sku, stocked: 9, available: 5 }],
    adjust: async (adjustment, changes) => {
      adjusted.push({ adjustment, changes });
      return { kind: "written" };
    },
    adjusted: async () => undefined,
    shift: async () => "written",
    widen: async () => "written",
    audit: async () => ({ entries: adjusted.map(({ adjustment }) => adjustment), cursor: "more" }),
  };
  const deps: StockDeps = {
    stock,
    catalog: {
      getMany: async (skus) => new Map(skus.includes(product.sku) ? [[product.sku, product]] : []),
      list: async () => [product],
      put: async () => {},
      expect: async (expectation) => void expected.push(expectation),
    },
    clock: { now: () => Date.parse("2026-11-27T09:30:00.000Z"), sleep: async () => {} },
    random: () => 0,
    collection: "test",
  };
  const call = stockRouter.createCaller({ caller, traceId: "1-0-0", stock: deps });
  return { call, adjusted, expected };
}

const record = { sku: "LAMP-1", reason: "stock-take", idempotencyKey: "0123456789abcdef" };

test("a stock-take takes what is missing against what should have been there, signed and dated", async () => {
  const { call, adjusted } = desk();
  const answer = await call.correct({ ...record, counted: 1, expected: 5 });
  expect(answer).toMatchObject({ sku: "LAMP-1", counted: true, units: -4, stocked: 9, available: 5 });
  expect(adjusted).toEqual([
    {
      adjustment: {
        ...record,
        kind: "correction",
        units: -4,
        counted: 1,
        expected: 5,
        actor: "olga@example.com",
        at: "2026-11-27T09:30:00.000Z",
      },
      changes: [
        { shard: 0, units: -3 },
        { shard: 1, units: -1 },
      ],
    },
  ]);
});

test("more missing than is available is refused with how many are held", async () => {
  const { call, adjusted } = desk();
  await expect(call.correct({ ...record, counted: 0, expected: 6 })).rejects.toMatchObject({
    cause: { code: "CONFLICT", details: { missing: 6, available: 5, committed: 4 } },
  });
  expect(adjusted).toEqual([]);
});

test("the audit shows who, when, why and by how much, and where it goes on", async () => {
  const { call } = desk();
  await call.restock({ ...record, quantity: 7 });
  expect(await call.audit({ sku: "LAMP-1" })).toEqual({
    entries: [
      {
        id: record.idempotencyKey,
        sku: "LAMP-1",
        kind: "restock",
        units: 7,
        reason: "stock-take",
        actor: "olga@example.com",
        at: "2026-11-27T09:30:00.000Z",
      },
    ],
    cursor: "more",
  });
});

test("the number of shards follows from the rate that is expected", async () => {
  const { call, expected } = desk();
  expect(await call.expectRate({ sku: "LAMP-1", ordersPerSecond: 1_000 })).toEqual({
    sku: "LAMP-1",
    stockShards: 69,
  });
  expect(expected).toEqual([{ sku: "LAMP-1", expectedOrdersPerSecond: 1_000, stockShards: 69 }]);
});

test("a viewer reads the audit, and changes nothing", async () => {
  const { call, adjusted } = desk(staff("viewer"));
  await expect(call.correct({ ...record, counted: 1, expected: 2 })).rejects.toMatchObject({
    code: "FORBIDDEN",
  });
  expect((await call.audit({ sku: "LAMP-1" })).entries).toEqual([]);
  expect(adjusted).toEqual([]);
});

test("stock of a product that does not exist is not made", async () => {
  const { call } = desk();
  await expect(call.restock({ ...record, sku: "GHOST", quantity: 1 })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
});
