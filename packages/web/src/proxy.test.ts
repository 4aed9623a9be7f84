import { NextRequest } from "next/server.js";
import { afterEach, expect, test, vi } from "vitest";
import { proxyToApi } from "./proxy.ts";

afterEach(() => void vi.unstubAllEnvs());

const call = () =>
  proxyToApi(
    new NextRequest("http://localhost:3001/ops/trpc/ops.stock.restock?batch=1&input=%7B%7D", {
      method: "POST",
      body: "{}",
      headers: { authorization: "Bearer t", cookie: "console_session=secret" },
    }),
  );

test("the API's address is read at each request, not when the site is built", () => {
  for (const api of ["http://127.0.0.1:4000", "https://a1.execute-api.eu-west-1.amazonaws.com/ada"]) {
    vi.stubEnv("DOORBUSTER_API_URL", api);
    expect(call().headers.get("x-middleware-rewrite")).toBe(
      `${api}/ops/trpc/ops.stock.restock?batch=1&input=%7B%7D`,
    );
  }
});

test("the token goes on to the API, the session cookie does not", () => {
  vi.stubEnv("DOORBUSTER_API_URL", "http://127.0.0.1:4000");
  const { headers } = call();
  expect(headers.get("x-middleware-request-authorization")).toBe("Bearer t");
  expect(headers.get("x-middleware-override-headers")?.split(",")).not.toContain("cookie");
});

test("a site without an API says so", () => {
  vi.stubEnv("DOORBUSTER_API_URL", "");
  expect(call().status).toBe(503);
});
