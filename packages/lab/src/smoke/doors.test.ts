import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { answerHeaders } from "@doorbuster/web/security/answer-headers";
import { contentSecurityPolicy, type PageNeeds } from "@doorbuster/web/security/content-security-policy";
import { afterEach, expect, test } from "vitest";
import { runChecks } from "./checks.ts";
import { doorChecks } from "./doors.ts";

type Headers = Record<string, string>;

const servers: { close(): void }[] = [];
afterEach(() => servers.splice(0).forEach((server) => server.close()));

const policyOf = (needs: PageNeeds) =>
  contentSecurityPolicy(needs, { nonce: "bm9uY2U=", secure: false, development: false });
const always = Object.fromEntries(answerHeaders.map(({ key, value }) => [key, value]));

/** A storefront in order, as far as its headers go. */
const inOrder = (): Record<string, Headers> => ({
  "/": {
    ...always,
    "cache-control": "s-maxage=60, stale-while-revalidate=31535940",
    "content-security-policy": policyOf({ rendering: "static" }),
  },
  "/checkout": {
    ...always,
    "cache-control": "private, no-cache, no-store",
    "content-security-policy": policyOf({ rendering: "perRequest", frames: ["https://js.stripe.com"] }),
  },
  "/_next/static/chunks/a.js": { "cache-control": "public, max-age=31536000, immutable" },
});

/** What does not hold of a storefront that answers with these headers. */
async function failuresOf(pages: Record<string, Headers>): Promise<string[]> {
  const server = createServer((request, response) => {
    const headers = pages[request.url ?? ""];
    response.writeHead(headers ? 200 : 404, headers);
    response.end('<script src="/_next/static/chunks/a.js"></script>');
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const pageChecks = doorChecks({ url }).slice(0, 3);
  const outcomes = await runChecks(
    pageChecks,
    () => undefined,
    () => 0,
  );
  return outcomes.flatMap(({ result, note }) => (result === "fails" ? [note ?? ""] : []));
}

/** The same with one header of one page changed; without a value it is missing. */
function changed(path: string, header: string, value?: string): Record<string, Headers> {
  const pages = inOrder();
  const { [header]: _, ...rest } = pages[path] ?? {};
  return { ...pages, [path]: { ...rest, ...(value !== undefined && { [header]: value }) } };
}

const csp = "content-security-policy";

test("finds nothing wrong with a site in order", async () => {
  expect(await failuresOf(inOrder())).toEqual([]);
});

test.each([
  ["/checkout", "x-content-type-options", undefined, "/checkout: x-content-type-options is missing"],
  ["/checkout", "referrer-policy", "unsafe-url", '/checkout: referrer-policy is "unsafe-url"'],
  ["/checkout", csp, undefined, "/checkout has no Content-Security-Policy, or may be framed"],
  [
    "/checkout",
    csp,
    "frame-ancestors 'none'; script-src 'unsafe-eval'",
    "/checkout lets text be run as a script",
  ],
  ["/checkout", csp, policyOf({ rendering: "static" }), "the checkout's scripts have no nonce"],
  ["/checkout", csp, policyOf({ rendering: "perRequest" }), "the checkout may not hold the card fields"],
  ["/checkout", "cache-control", "s-maxage=60", "the checkout may be kept by somebody"],
  [
    "/_next/static/chunks/a.js",
    "cache-control",
    "no-cache",
    "/_next/static/chunks/a.js may not be kept for good",
  ],
])("finds what is wrong: %s, %s %s", async (path, header, value, sentence) => {
  expect(await failuresOf(changed(path, header, value))).toEqual([sentence]);
});

test("finds a drop page that is rendered for each visitor", async () => {
  expect(await failuresOf(changed("/", "cache-control", "private, no-store"))).toEqual([
    "the drop page may not be kept: it is not static",
  ]);
  expect(await failuresOf(changed("/", csp, policyOf({ rendering: "perRequest" })))).toEqual([
    "the drop page is rendered for each visitor: it has a nonce",
  ]);
});

test("a site that is not there fails, and does not end the run", async () => {
  const outcomes = await runChecks(
    doorChecks({ url: "http://127.0.0.1:9" }),
    () => undefined,
    () => 0,
  );
  expect(outcomes.filter(({ result }) => result === "fails")).toHaveLength(5);
  expect(outcomes.filter(({ result }) => result === "not checked").map(({ note }) => note)).toEqual([
    "no --console",
    "no --console or --api",
    "no --api",
  ]);
});
