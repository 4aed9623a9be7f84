import { expect, test, type APIResponse } from "@playwright/test";
import { fillDelivery, signInAs, testCards, typeCard, urls } from "./shop.ts";
import { watchViolations } from "./violations.ts";

/** The sources of one directive of an answer's policy. */
function sourcesOf(answer: APIResponse, directive: string): string[] {
  const policy = answer.headers()["content-security-policy"] ?? "";
  const found = policy.split("; ").find((each) => each.startsWith(`${directive} `));
  return found?.split(" ").slice(1) ?? [];
}

const nonceOf = (answer: APIResponse) =>
  sourcesOf(answer, "script-src").find((source) => source.startsWith("'nonce-"));

const kinds = [
  { site: "storefront", path: "/", rendering: "static", status: 200 },
  { site: "storefront", path: "/nowhere", rendering: "static", status: 404 },
  { site: "storefront", path: "/checkout", rendering: "perRequest", status: 200 },
  { site: "storefront", path: "/account", rendering: "perRequest", status: 200 },
  { site: "storefront", path: "/orders/ord_0", rendering: "perRequest", status: 200 },
  { site: "console", path: "/", rendering: "perRequest", status: 200 },
  { site: "console", path: "/orders/ord_0", rendering: "perRequest", status: 200 },
  { site: "console", path: "/nowhere", rendering: "perRequest", status: 404 },
] as const;

for (const { site, path, rendering, status } of kinds) {
  test(`${site} ${path} comes with every security header`, async ({ request }) => {
    const answer = await request.get(`${urls[site]}${path}`);
    expect(answer.status()).toBe(status);
    expect(answer.headers()).toMatchObject({
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "same-origin",
      "cross-origin-opener-policy": "same-origin",
    });
    expect(answer.headers()["permissions-policy"]).toContain("camera=()");
    expect(answer.headers()["x-powered-by"]).toBeUndefined();
    expect(answer.headers()["strict-transport-security"]).toBeUndefined(); // browsers reach a laptop by http
    expect(sourcesOf(answer, "frame-ancestors")).toEqual(["'none'"]);
    expect(sourcesOf(answer, "base-uri")).toEqual(["'none'"]);
    expect(sourcesOf(answer, "script-src-attr")).toEqual(["'none'"]);
    expect(answer.headers()["content-security-policy"]).not.toContain("unsafe-eval");
    expect(sourcesOf(answer, "script-src").includes("'unsafe-inline'")).toBe(rendering === "static");
    expect(nonceOf(answer) === undefined).toBe(rendering === "static");
  });
}

test("a page that a crowd loads is kept by the CDN with its policy; one with a session has a nonce for each answer", async ({
  request,
}) => {
  const get = (path: string) => request.get(`${urls.storefront}${path}`);
  const policyOf = async (path: string) => (await get(path)).headers()["content-security-policy"];
  const product = /href="(\/products\/[^".]+)"/.exec(await (await get("/")).text())?.[1] ?? "";
  for (const path of ["/", product]) {
    expect((await get(path)).headers()["cache-control"]).toContain("s-maxage=60");
    expect(await policyOf(path)).toBe(await policyOf(path));
  }
  const [first, second] = [await get("/checkout"), await get("/checkout")];
  expect(first.headers()["cache-control"]).toContain("no-store");
  expect(nonceOf(first)).not.toBe(nonceOf(second));
});

test("only the checkout may hold the card fields, and only they may be held", async ({ request }) => {
  const framesOf = async (path: string) =>
    sourcesOf(await request.get(`${urls.storefront}${path}`), "frame-src");
  expect(await framesOf("/checkout")).toEqual([urls.sandbox]);
  for (const path of ["/", "/account", "/orders/ord_0"]) expect(await framesOf(path)).toEqual(["'none'"]);
});

test("an answer of the sign-in is no page: nothing runs in it", async ({ request }) => {
  const answer = await request.get(`${urls.storefront}/auth/callback?state=unknown`);
  expect(answer.status()).toBe(400);
  expect(sourcesOf(answer, "default-src")).toEqual(["'none'"]);
  expect(sourcesOf(answer, "script-src")).toEqual([]);
});

test("buying, from the drop to the order, breaks no policy", async ({ page }) => {
  const violations = await watchViolations(page);
  await page.goto(urls.storefront);
  await page.locator("a[href*='/products/']").first().click();
  await page.getByRole("button", { name: "Add to basket" }).click();
  await page.getByRole("link", { name: "Check out" }).click();
  await page.waitForURL("**/checkout");
  await page.getByRole("button", { name: /^Theme/ }).click();
  await fillDelivery(page, "policy@example.com");
  await typeCard(page, testCards.pays);
  await page.getByRole("button", { name: /^Pay/ }).click();
  await page.waitForURL(/\/orders\/ord_/);
  await expect(page.getByText(/confirmed/i).first()).toBeVisible();
  await page.getByRole("link", { name: "Your orders" }).click();
  await page.waitForURL("**/account");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  expect(violations()).toEqual([]);
});

test("the console, signed in and live, breaks no policy", async ({ page }) => {
  const violations = await watchViolations(page);
  await signInAs(page, "operator");
  await expect(page.getByRole("heading", { name: "Orders as they arrive" })).toBeVisible();
  await expect(page.locator("svg.recharts-surface").first()).toBeVisible();
  for (const name of ["Orders", "Stock"]) {
    await page.getByRole("link", { name, exact: true }).click();
    await expect(page.getByRole("row").nth(1)).toBeVisible();
  }
  expect(violations()).toEqual([]);
});

test("a script that was slipped into the checkout does not run, in the page or from elsewhere", async ({
  page,
}) => {
  const violations = await watchViolations(page);
  await page.goto(`${urls.storefront}/checkout`);
  await page.evaluate((elsewhere) => {
    const inline = document.createElement("script");
    inline.textContent = "document.title = 'taken over'";
    const foreign = document.createElement("script");
    foreign.src = `${elsewhere}/skimmer.js`;
    document.head.append(inline, foreign);
    document.body.insertAdjacentHTML("beforeend", "<img src='/none.png' onerror='document.title = 1'>");
  }, urls.inbox);
  const blocked = () => violations().filter((text) => text.endsWith(" on /checkout"));
  await expect
    .poll(() => blocked().sort())
    .toEqual([
      "script-src-attr inline on /checkout",
      `script-src-elem ${urls.inbox}/skimmer.js on /checkout`,
      "script-src-elem inline on /checkout",
    ]);
  await expect(page).toHaveTitle(/Checkout/);
});
