import { expect, test, type Browser, type Request } from "@playwright/test";
import { sharedParameters, sharedQueries } from "@doorbuster/adapters/definitions/sharedAnswers";
import { urls } from "./shop.ts";

/** What a visitor's pages ask the API for, the drop first and then a product, until each has asked twice. */
async function asked(browser: Browser): Promise<Request[]> {
  const page = await browser.newPage();
  const requests: Request[] = [];
  page.on("request", (request) => {
    if (new URL(request.url()).pathname.startsWith("/trpc/")) requests.push(request);
  });
  const polls = (path: string) => requests.filter((request) => request.url().includes(path)).length;
  await page.goto(urls.storefront);
  await expect.poll(() => polls("/trpc/catalog.list"), { timeout: 15_000 }).toBeGreaterThan(1);
  await page.goto(
    await page
      .locator("a[href*='/products/']")
      .first()
      .evaluate((a: HTMLAnchorElement) => a.href),
  );
  await expect.poll(() => polls("/trpc/catalog.get"), { timeout: 15_000 }).toBeGreaterThan(1);
  await page.close();
  return requests;
}

test("a crowd asks one question, which one answer of the CDN serves", async ({ browser }) => {
  const [one, other] = await Promise.all([asked(browser), asked(browser)]);
  const addresses = (requests: readonly Request[]) => new Set(requests.map((request) => request.url()));
  expect(addresses(one)).toEqual(addresses(other));
  for (const request of one) {
    const { pathname, searchParams } = new URL(request.url());
    expect(request.method()).toBe("GET");
    expect(sharedQueries.map((query) => `/trpc/${query}`)).toContain(pathname);
    for (const name of searchParams.keys()) expect(sharedParameters).toContain(name);
    expect(request.headers()["authorization"]).toBeUndefined();
  }
});
