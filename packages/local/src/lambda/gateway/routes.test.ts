import { functions } from "@doorbuster/adapters/definitions/functions";
import { expect, test } from "vitest";

import { listRoutes, makeRouter, type Route } from "./routes.ts";

const route = (functionName: string, method: string, resource: string): Route => ({
  functionName,
  method,
  resource,
  authorizer: undefined,
  streaming: false,
});

const find = makeRouter([
  route("all", "ANY", "/{proxy+}"),
  route("shop", "ANY", "/trpc/{proxy+}"),
  route("watch", "GET", "/trpc/order.watch"),
  route("hook", "POST", "/hooks/{provider}"),
  route("hook-list", "GET", "/hooks/{provider}"),
  route("root", "GET", "/"),
]);

test.each([
  ["GET", "/trpc/order.watch", "watch", null],
  ["POST", "/trpc/order.get,order.list", "shop", { proxy: "order.get,order.list" }],
  ["GET", "/trpc/a/b%20c", "shop", { proxy: "a/b%20c" }],
  ["POST", "/hooks/stripe", "hook", { provider: "stripe" }],
  ["GET", "/hooks/stripe", "hook-list", { provider: "stripe" }],
  ["GET", "/hooks/stripe/more", "all", { proxy: "hooks/stripe/more" }],
  ["GET", "/elsewhere", "all", { proxy: "elsewhere" }],
  ["GET", "/", "root", null],
])("%s %s goes to %s", (method, path, functionName, pathParameters) => {
  expect(find(method, path)).toMatchObject({ route: { functionName }, pathParameters });
});

test("a resource that lacks the method is not passed over for a vaguer one", () => {
  expect(find("POST", "/trpc/order.watch")).toBeUndefined();
  expect(find("DELETE", "/hooks/stripe")).toBeUndefined();
});

test("a greedy parameter is never empty", () => {
  expect(makeRouter([route("shop", "ANY", "/trpc/{proxy+}")])("GET", "/trpc/")).toBeUndefined();
});

test("the shop's own routes: subscriptions and operations go to their functions", () => {
  const shop = makeRouter(listRoutes(functions));
  expect(shop("POST", "/trpc/checkout.place")?.route).toMatchObject({
    functionName: "shop",
    authorizer: undefined,
  });
  expect(shop("GET", "/trpc/order.watch")?.route).toMatchObject({ functionName: "watch", streaming: true });
  expect(shop("GET", "/ops/trpc/ops.live.watch")?.route).toMatchObject({
    functionName: "watch",
    authorizer: "staff",
  });
  expect(shop("GET", "/ops/trpc/ops.stock.list")?.route).toMatchObject({
    functionName: "ops",
    authorizer: "staff",
  });
});
