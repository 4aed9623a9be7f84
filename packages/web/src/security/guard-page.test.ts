import { NextRequest } from "next/server.js";
import { afterEach, expect, test, vi } from "vitest";
import type { PageNeeds } from "./content-security-policy.ts";
import { guardPage } from "./guard-page.ts";

afterEach(() => void vi.unstubAllEnvs());

function guarded(needs: PageNeeds, headers: Record<string, string> = {}) {
  const answer = guardPage(new NextRequest("http://localhost:3000/", { headers }), needs);
  const policy = answer.headers.get("content-security-policy") ?? "";
  const directives = new Map(
    policy.split("; ").map((directive): [string, string[]] => {
      const [name = "", ...sources] = directive.split(" ");
      return [name, sources];
    }),
  );
  return { answer, policy, sourcesOf: (name: string) => directives.get(name) };
}

test("a page that is rendered per request runs what has its nonce, and Next hears of the nonce", () => {
  const { answer, policy, sourcesOf } = guarded({ rendering: "perRequest" });
  const [self, nonce, hash, ...more] = sourcesOf("script-src") ?? [];
  expect([self, more]).toEqual(["'self'", []]);
  expect(nonce).toMatch(/^'nonce-[\w+/]{22}=='$/); // 128 bits
  expect(hash).toMatch(/^'sha256-[\w+/]{43}='$/);
  expect(answer.headers.get("x-middleware-request-content-security-policy")).toBe(policy);
  expect(guarded({ rendering: "perRequest" }).policy).not.toBe(policy);
});

test("a static page has one policy for everybody, and none that a visitor sent reaches its rendering", () => {
  const { answer, policy, sourcesOf } = guarded(
    { rendering: "static" },
    { "content-security-policy": "script-src 'nonce-mine'" },
  );
  expect(sourcesOf("script-src")).toEqual(["'self'", "'unsafe-inline'"]);
  expect(guarded({ rendering: "static" }).policy).toBe(policy);
  expect(answer.headers.get("x-middleware-override-headers")?.split(",")).not.toContain(
    "content-security-policy",
  );
});

test("what a page does not need is not let through", () => {
  const { sourcesOf } = guarded({ rendering: "static" });
  expect(sourcesOf("connect-src")).toEqual(["'self'"]);
  expect(sourcesOf("frame-src")).toEqual(["'none'"]);
  expect(sourcesOf("style-src")).toEqual(["'self'"]);
  expect(sourcesOf("style-src-attr")).toBeUndefined();
  for (const name of ["script-src-attr", "object-src", "base-uri", "frame-ancestors"]) {
    expect(sourcesOf(name)).toEqual(["'none'"]);
  }
});

test("what a page needs goes where it is needed and nowhere else", () => {
  const { sourcesOf } = guarded({
    rendering: "perRequest",
    scripts: ["https://a.example"],
    frames: ["https://b.example"],
    connections: ["https://c.example"],
    styleAttributes: true,
  });
  expect(sourcesOf("script-src")).toContain("https://a.example");
  expect(sourcesOf("frame-src")).toEqual(["https://b.example"]);
  expect(sourcesOf("connect-src")).toEqual(["'self'", "https://c.example"]);
  expect(sourcesOf("style-src-attr")).toEqual(["'unsafe-inline'"]);
  expect(sourcesOf("style-src")).toEqual(["'self'"]);
});

test("a site that is reached by https is never reached another way again; one on a laptop is not told so", () => {
  const headersOf = (siteUrl: string) => {
    vi.stubEnv("DOORBUSTER_SITE_URL", siteUrl);
    const { answer, sourcesOf } = guarded({ rendering: "static" });
    return [answer.headers.get("strict-transport-security"), sourcesOf("upgrade-insecure-requests")];
  };
  expect(headersOf("https://shop.example")).toEqual(["max-age=31536000", []]);
  expect(headersOf("http://localhost:3000")).toEqual([null, undefined]);
});

test("only next dev may evaluate text", () => {
  expect(guarded({ rendering: "perRequest" }).policy).not.toContain("unsafe-eval");
  vi.stubEnv("NODE_ENV", "development");
  expect(guarded({ rendering: "perRequest" }).sourcesOf("script-src")).toEqual([
    "'self'",
    "'unsafe-inline'",
    "'unsafe-eval'",
  ]);
});
