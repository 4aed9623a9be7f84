import { createTRPCUntypedClient } from "@trpc/client";
import { afterEach, expect, test, vi } from "vitest";
import { apiLinks } from "./client.ts";

afterEach(() => vi.unstubAllGlobals());

/** What is sent when both queries are asked at once. */
async function sent(batch: boolean) {
  const requests: Request[] = [];
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    requests.push(new Request(new URL(url, "https://shop.example"), init));
    const answer = { result: { data: "" } };
    return Response.json(batch ? [answer, answer] : answer);
  });
  const client = createTRPCUntypedClient({
    links: apiLinks({ url: "/trpc", getAccessToken: async () => "token", batch }),
  });
  await Promise.all([client.query("one", "grace@example.com"), client.query("two", "x".repeat(3_000))]);
  return requests;
}

test.each([
  ["one by one", false, 2],
  ["together", true, 1],
])("what a query asks for stands in no address, however long it is: %s", async (_, batch, times) => {
  const requests = await sent(batch);
  expect(requests).toHaveLength(times);
  for (const { method, url, headers } of requests) {
    expect(method).toBe("POST");
    expect(decodeURIComponent(url)).not.toMatch(/grace|xxx/);
    expect(headers.get("authorization")).toBe("Bearer token");
  }
  const bodies = await Promise.all(requests.map((request) => request.text()));
  expect(bodies.join()).toContain("grace@example.com");
});
