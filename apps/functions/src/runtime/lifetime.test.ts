import { expect, test } from "vitest";
import { sharedQueries } from "@doorbuster/adapters/definitions/sharedAnswers";
import { shopRouter, type ShopDeps } from "@doorbuster/api/shop/router";
import type { RequestContext } from "@doorbuster/api/trpc";
import type { Offer, Shelf } from "@doorbuster/core/catalog/shelf";
import { lifetimeOf } from "./lifetime.ts";

const offer = { sku: "LAMP", left: 3 } as Offer;
const shelf: Shelf = { list: async () => [offer], get: async () => offer };

type Query = (typeof sharedQueries)[number];
type Context = ShopDeps & RequestContext;
type Caller = ReturnType<typeof shopRouter.createCaller>;

/** One call of every shared query: complete, or it does not compile. */
const calls: Record<Query, (caller: Caller) => Promise<unknown>> = {
  "catalog.list": ({ catalog }) => catalog.list(),
  "catalog.get": ({ catalog }) => catalog.get({ sku: "LAMP" }),
};

/** A request of which nothing may be looked at but the shelf. */
const faceless = new Proxy({ catalog: { shelf, collection: "drop" } } as Context, {
  get: (request, name, receiver) => {
    if (name !== "catalog") throw new Error(`looked at ${String(name)}`);
    return Reflect.get(request, name, receiver) as unknown;
  },
});

test.each(sharedQueries)("%s takes no account of who asks", async (query) => {
  const answer = await calls[query](shopRouter.createCaller(faceless));
  expect([answer].flat()).toEqual([offer]);
});

test("a query that looks at who asks would be found", async () => {
  await expect(shopRouter.createCaller(faceless).order.list()).rejects.toThrow("looked at caller");
});

const ctx = {};

test("what everybody is told alike may be kept for a second, alone and together, and never when it is stale", () => {
  for (const paths of [["catalog.list"], ["catalog.get"], ["catalog.list", "catalog.get"]]) {
    expect(lifetimeOf({ type: "query", paths, ctx })).toBe("public, max-age=1, stale-if-error=0");
  }
});

test.each([
  ["somebody's own", { type: "query", paths: ["order.get"], ctx }],
  [
    "what is asked for together with somebody's own",
    { type: "query", paths: ["catalog.list", "order.list"], ctx },
  ],
  ["what a bad token was refused", { type: "query", paths: ["catalog.list"] }],
  ["a change", { type: "mutation", paths: ["checkout.place"], ctx }],
  ["what there is not", { type: "unknown", paths: [], ctx }],
  ["what could not be read at all", { type: "unknown" }],
] as const)("%s is kept by nobody", (_, call) => {
  expect(lifetimeOf(call)).toBe("no-store");
});
