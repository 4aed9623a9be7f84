import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { glob, readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";

import { CreateBucketCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { startSecretsManager, type TestSecretsManager } from "@doorbuster/adapters/testing/secretsManager";
import type { Offer } from "@doorbuster/core/catalog/shelf";
import { demoDrop, demoProducts } from "@doorbuster/local/demo/products";
import { startIssuer, type IssuerServer } from "@doorbuster/local/issuer/server";
import { firstForm, TestBrowser } from "@doorbuster/local/issuer/test-browser";
import { demoPassword } from "@doorbuster/local/issuer/users";
import { type LambdaProcess, startFunction } from "@doorbuster/local/lambda/index";
import { openClients } from "@doorbuster/local/services/clients";
import { type RunningStores, startStores } from "@doorbuster/local/shop/index";
import { afterAll, beforeAll, expect, test } from "vitest";

import { named, ofType } from "../graph/graph.ts";
import { rootDir } from "../graph/platform.ts";
import { openNextOutput } from "../graph/siteBuilds.ts";
import { capital } from "../keysOf.ts";
import { type SiteName, siteNames } from "../sites.ts";
import { graphOf } from "../testing/graphs.ts";
import { buildForAws, type BuiltSite } from "./build.ts";
import { functionUrlEvent, type SiteAnswer, type SiteRequest } from "./functionUrl.ts";

const sessionKey = randomBytes(32).toString("base64");
/** The drop as the API tells it. */
const offers: readonly Offer[] = demoProducts.map((product) => ({
  ...product,
  price: { amount: product.price, currency: demoDrop.currency },
  limitPerOrder: product.limit,
  left: product.stock,
}));

let stores: RunningStores;
let secrets: TestSecretsManager;
let issuer: IssuerServer;
let api: { readonly url: string; close(): void };
let sites: Record<SiteName, { readonly built: BuiltSite; readonly server: LambdaProcess }>;
const logged: string[] = [];
const dataDir = mkdtempSync(path.join(tmpdir(), "doorbuster-sites-"));

/** Everything that a site's function is told in production. */
const toldTo = (name: SiteName): Record<string, string> =>
  ofType(graphOf("production"), "aws:lambda/function:Function").find(({ inputs }) =>
    String(inputs["name"]).endsWith(`-${name}-server`),
  )?.inputs["environment"].variables;
const urlOf = (name: SiteName) => toldTo(name)["DOORBUSTER_SITE_URL"] ?? "";
const secretArn = () =>
  (JSON.parse(toldTo("storefront")["DOORBUSTER_SECRET_ARNS"] ?? "") as { sessionKey: string }).sessionKey;

beforeAll(async () => {
  [stores, secrets, api, issuer] = await Promise.all([
    startStores({ dataDir, memory: true }),
    startSecretsManager({ [secretArn()]: sessionKey }),
    startApi(),
    startIssuer({
      port: 0,
      dataDir,
      sites: { storefront: urlOf("storefront"), console: urlOf("console") },
    }),
  ]);
  const [storefront, console] = await Promise.all(
    siteNames.map(async (name) => {
      const built = await buildForAws(name);
      await upload(name, built);
      return { built, server: await start(name, built) };
    }),
  );
  if (!storefront || !console) throw new Error("there are two sites");
  sites = { storefront, console };
});

afterAll(async () => {
  await Promise.all(Object.values(sites ?? {}).map(({ server }) => server.stop()));
  await Promise.all([issuer?.close(), secrets?.close(), stores?.stop()]);
  api?.close();
  rmSync(dataDir, { recursive: true, force: true });
});

/** The function of a site as it is deployed, but that AWS, the API and the issuer are those of the test. */
function start(name: SiteName, built: BuiltSite): Promise<LambdaProcess> {
  return startFunction({
    name,
    bundle: built.server,
    timeoutSeconds: 20,
    memoryMb: 1_769,
    log: (line) => logged.push(line),
    env: {
      ...toldTo(name),
      ...stores.env,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.endpoint,
      DOORBUSTER_API_URL: api.url,
      DOORBUSTER_ISSUER: issuer.issuer,
      DOORBUSTER_CLIENT_ID: name,
    },
  });
}

/** The API, as far as rendering asks it. */
async function startApi() {
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://api");
    const { sku } = JSON.parse(searchParams.get("input") ?? "{}") as { sku?: string };
    const data = pathname === "/trpc/catalog.list" ? offers : offers.find((offer) => offer.sku === sku);
    response.writeHead(data ? 200 : 404, { "content-type": "application/json" });
    response.end(JSON.stringify({ result: { data } }));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => server.close().closeAllConnections(),
  };
}

/** What a build has rendered already goes into the site's bucket, as SST puts it there. */
async function upload(name: SiteName, { folder }: BuiltSite): Promise<void> {
  const { CACHE_BUCKET_NAME: Bucket, CACHE_BUCKET_KEY_PREFIX: prefix } = toldTo(name);
  const clients = openClients(stores.endpoints);
  await clients.s3.send(new CreateBucketCommand({ Bucket }));
  for await (const file of glob("**/*.cache", { cwd: path.join(folder, "cache") })) {
    const Body = await readFile(path.join(folder, "cache", file));
    await clients.s3.send(new PutObjectCommand({ Bucket, Key: `${prefix}/${file}`, Body }));
  }
  clients.destroy();
}

async function ask(name: SiteName, request: SiteRequest, server = sites[name].server): Promise<SiteAnswer> {
  return (await server.invoke(functionUrlEvent(urlOf(name), request))) as SiteAnswer;
}

const cookiesOf = ({ cookies = [] }: SiteAnswer) => cookies.map((cookie) => cookie.split(";")[0] ?? "");
/** As a page's own script sends it. */
const fromPage = (path: string, cookies: readonly string[]): SiteRequest => ({
  method: "POST",
  path,
  cookies,
  headers: { "sec-fetch-site": "same-origin", "content-length": "0" },
});

/** As a browser does it: to the issuer, through its form, and back. */
async function signIn(name: SiteName, email: string, returnTo: string) {
  const begun = await ask(name, { path: `/auth/sign-in?returnTo=${encodeURIComponent(returnTo)}` });
  const browser = new TestBrowser(issuer.issuer);
  const { html } = await browser.open(begun.headers["location"] ?? "");
  const { url } = await browser.open(firstForm(html).action, { email, password: demoPassword });
  const done = await ask(name, { path: url.pathname + url.search, cookies: cookiesOf(begun) });
  return { begun, back: url, done, session: cookiesOf(done).filter((cookie) => !cookie.endsWith("=")) };
}

test.each(siteNames)("what SST reads of the %s's build is what the stages are evaluated with", (name) => {
  const { output } = sites[name].built;
  expect(output).toMatchObject(openNextOutput);
  expect(output).toHaveProperty("edgeFunctions", {});
  expect(output).not.toHaveProperty("additionalProps.initializationFunction");
  expect(output).not.toHaveProperty("additionalProps.disableIncrementalCache");
});

test.each(siteNames)("the %s is deployed by the version of OpenNext that is installed here", async (name) => {
  const command = named(graphOf("production"), "command:local:Command", `${capital(name)}Builder`);
  const file = path.join(rootDir, "node_modules/@opennextjs/aws/package.json");
  const { version } = JSON.parse(await readFile(file, "utf8")) as { version: string };
  expect(command.inputs["create"]).toBe(`npx --yes @opennextjs/aws@${version} build`);
});

test("the drop page comes from what the build rendered, for everybody alike, and is kept for a minute, old for five", async () => {
  const { statusCode, headers, cookies, body } = await ask("storefront", { path: "/" });
  expect([statusCode, headers["content-type"]]).toEqual([200, "text/html; charset=utf-8"]);
  expect(body).toContain("Everything in it");
  expect(headers["x-nextjs-cache"] ?? headers["x-opennext-cache"]).toBe("HIT");
  const [, fresh, old] =
    /^s-maxage=(\d+), stale-while-revalidate=(\d+)$/.exec(headers["cache-control"] ?? "") ?? [];
  expect(Number(fresh)).toBeLessThanOrEqual(60);
  expect(Number(fresh) + Number(old), "seconds for which CloudFront may show it").toBe(300);
  expect(headers["content-security-policy"]).toContain("script-src 'self' 'unsafe-inline';");
  expect(headers["strict-transport-security"]).toBe("max-age=31536000");
  expect(cookies ?? []).toEqual([]);
});

test("a drop page that has become old is rendered again from the API, and kept for whoever comes next", async () => {
  const { folder } = sites.storefront.built;
  const manifest = await readFile(path.join(folder, "revalidation-function/prerender-manifest.json"), "utf8");
  const { previewModeId } = (JSON.parse(manifest) as { preview: { previewModeId: string } }).preview;
  const renewed = await ask("storefront", {
    method: "HEAD",
    path: "/",
    headers: { "x-prerender-revalidate": previewModeId, "x-isr": "1" },
  });
  expect([renewed.statusCode, renewed.headers["x-nextjs-cache"]]).toEqual([200, "REVALIDATED"]);
  const { body } = await ask("storefront", { path: "/" });
  for (const { name } of offers) expect(body).toContain(name);
});

test("a product's page is rendered when it is first asked for; what is not sold is not there", async () => {
  const [offer] = offers;
  if (!offer) throw new Error("the drop is empty");
  const found = await ask("storefront", { path: `/products/${offer.sku}` });
  expect([found.statusCode, found.body.includes(offer.name)]).toEqual([200, true]);
  expect((await ask("storefront", { path: "/products/NOTHING" })).statusCode).toBe(404);
});

test("the console's front page is rendered for each visitor, with a nonce of its own, and kept by nobody", async () => {
  const [first, second] = [await ask("console", { path: "/" }), await ask("console", { path: "/" })];
  const nonceOf = ({ headers }: SiteAnswer) =>
    /'nonce-([^']+)'/.exec(headers["content-security-policy"] ?? "")?.[1] ?? "";
  for (const page of [first, second]) {
    expect([page.statusCode, page.headers["cache-control"]]).toEqual([
      200,
      "private, no-cache, no-store, max-age=0, must-revalidate",
    ]);
    expect(page.body).toContain("Checking who you are…");
    expect(page.body).toContain(`nonce="${nonceOf(page)}"`);
  }
  expect(nonceOf(first)).not.toBe(nonceOf(second));
});

test.each(siteNames)(
  "every script and style of the %s's front page is among its files, and holds nothing of AWS",
  async (name) => {
    const { body } = await ask(name, { path: "/" });
    const { folder } = sites[name].built;
    const referenced = new Set(body.match(/\/_next\/static\/[^"\\]+\.(?:js|css|woff2)/g));
    expect(referenced.size).toBeGreaterThan(5);
    for (const file of referenced) {
      await expect(readFile(path.join(folder, "assets", file))).resolves.toBeDefined();
    }
    for await (const file of glob("**/*.js", { cwd: path.join(folder, "assets") })) {
      const script = await readFile(path.join(folder, "assets", file), "utf8");
      expect([file, /GetSecretValue|secretsmanager|SESSION_KEY|SECRET_ARNS/i.exec(script)]).toEqual([
        file,
        null,
      ]);
    }
  },
);

test("pictures of products are among the storefront's files", async () => {
  for (const { picture } of offers) {
    await expect(
      readFile(path.join(sites.storefront.built.folder, "assets", picture)),
    ).resolves.toBeDefined();
  }
});

test.each([
  ["storefront", "ada@example.com", "/account?tab=orders", []],
  ["console", "operator@example.com", "/orders", ["operator"]],
] as const)(
  "at the %s people sign in with PKCE, under the address that they know, and the page gets a token",
  async (name, email, returnTo, groups) => {
    const { begun, back, done, session } = await signIn(name, email, returnTo);
    const asked = new URL(begun.headers["location"] ?? "").searchParams;
    expect(begun.statusCode).toBe(303);
    expect(Object.fromEntries(asked)).toMatchObject({
      client_id: name,
      response_type: "code",
      code_challenge_method: "S256",
      redirect_uri: `${urlOf(name)}/auth/callback`,
    });
    expect(back.origin).toBe(urlOf(name));
    expect([done.statusCode, done.headers["location"]]).toEqual([303, urlOf(name) + returnTo]);
    expect(done.cookies?.[0]).toMatch(/_session=.*; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax; Secure$/);

    const answer = await ask(name, fromPage("/auth/token", session));
    expect([answer.statusCode, answer.headers["cache-control"]]).toEqual([200, "no-store"]);
    expect(JSON.parse(answer.body)).toMatchObject({ email, groups });
    expect(secrets.asked).toHaveLength(siteNames.indexOf(name) + 1); // once per process
  },
);

test("without the secret whoever signs in reads a sentence, the log says why, and the shop goes on", async () => {
  const server = await start("storefront", sites.storefront.built);
  secrets.kept[secretArn()] = { refusal: "notAllowed" };
  try {
    const { statusCode, headers, body } = await ask("storefront", { path: "/auth/sign-in" }, server);
    expect([statusCode, headers["cache-control"]]).toEqual([503, "no-store"]);
    expect(body).toContain("Signing in is not possible just now.");
    expect(body).not.toMatch(/secret|arn:|\bat .*:\d+:\d+/i);
    expect(logged.join("\n")).toContain("the secret sessionKey is refused");
    expect((await ask("storefront", { path: "/" }, server)).statusCode).toBe(200);
  } finally {
    secrets.kept[secretArn()] = sessionKey;
    await server.stop();
  }
});
