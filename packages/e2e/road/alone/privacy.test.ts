import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sharedQueries } from "@doorbuster/adapters/definitions/sharedAnswers";
import { permissions, roles, type Permission } from "@doorbuster/core/access/permissions";
import { staffToken } from "@doorbuster/lab/access/staffToken";
import { loadSecrets } from "@doorbuster/local/services/secrets";
import { accountedFor } from "../accounts.ts";
import { checkoutOf, get, place, post, putOnSale, request, throwawayShop, type RoadShop } from "../kit.ts";
import { customerToken } from "../tokens.ts";

let shop: RoadShop;
beforeAll(async () => {
  shop = await throwawayShop({ memory: false });
  await putOnSale(shop, "SECRET", 100);
});
afterAll(() => shop.end());

async function orderOf(token?: string) {
  const { data } = await place(shop, checkoutOf("SECRET"), token);
  if (!data) throw new Error("no order");
  return data;
}

test("a guest reads the order with its token, and with no other", async () => {
  const [mine, theirs] = [await orderOf(), await orderOf()];
  const own = await get(shop, "order.get", { orderId: mine.orderId, readToken: mine.readToken });
  expect(own.data).toMatchObject({ orderId: mine.orderId, status: "confirmed" });
  for (const readToken of [theirs.readToken, "", undefined]) {
    const { status, error } = await get(shop, "order.get", { orderId: mine.orderId, readToken });
    expect(status).toBe(404);
    expect(error?.data.appCode).toBe("NOT_FOUND");
  }
});

test("the token may stay out of the address: in a header, or in the body of a POST", async () => {
  const { orderId, readToken } = await orderOf();
  const input = encodeURIComponent(JSON.stringify({ orderId }));
  const byHeader = await request(shop, `/trpc/order.get?input=${input}`, {
    headers: { "x-read-token": readToken },
  });
  expect(byHeader.data).toMatchObject({ orderId });
  expect((await post(shop, "order.get", { orderId, readToken })).data).toMatchObject({ orderId });
});

test("a customer reads and lists only their own orders", async () => {
  const [ada, eve] = [await customerToken(shop, "ada"), await customerToken(shop, "eve")];
  const order = await orderOf(ada);
  expect((await get(shop, "order.get", { orderId: order.orderId }, ada)).data).toMatchObject({
    orderId: order.orderId,
  });
  expect((await get(shop, "order.get", { orderId: order.orderId }, eve)).status).toBe(404);
  expect((await get(shop, "order.get", { orderId: order.orderId })).status).toBe(404);

  const list = (token: string) => get<{ orders: { orderId: string }[] }>(shop, "order.list", {}, token);
  expect((await list(ada)).data?.orders.map(({ orderId }) => orderId)).toEqual([order.orderId]);
  expect((await list(eve)).data?.orders).toEqual([]);
  expect((await get(shop, "order.list", {})).error?.data.appCode).toBe("UNAUTHENTICATED");
});

test("another's order answers exactly as one that does not exist", async () => {
  const { orderId } = await orderOf();
  const missing = "ord_00000000000000000000zzzz";
  const [others, none] = [
    await get(shop, "order.get", { orderId }),
    await get(shop, "order.get", { orderId: missing }),
  ];
  const neutral = (text: string, id: string) => text.replaceAll(id, "…");
  expect(neutral(JSON.stringify(others.error), orderId)).toBe(neutral(JSON.stringify(none.error), missing));
});

test.each([
  ["expired", () => customerToken(shop, "ada", { exp: "1s ago" })],
  ["signed by somebody else", async () => `${(await customerToken(shop, "ada")).slice(0, -8)}AAAAAAAA`],
])("a token that is %s is refused everywhere", async (_, make) => {
  const token = await make();
  for (const route of ["/trpc/order.list", "/trpc/catalog.list", "/ops/trpc/ops.stock.list"]) {
    const { status, error } = await request(shop, route, { headers: { authorization: `Bearer ${token}` } });
    expect(status).toBe(401);
    expect(error?.data.appCode).toBe("UNAUTHENTICATED");
  }
});

const lifetime = (headers: Headers) => headers.get("cache-control");
const forAll = "public, max-age=1, stale-if-error=0";
const inputs: Record<(typeof sharedQueries)[number], object> = {
  "catalog.list": {},
  "catalog.get": { sku: "SECRET" },
};

test.each(sharedQueries)(
  "%s tells guest and customer the same, and says that it may be kept",
  async (query) => {
    const guest = await get(shop, query, inputs[query]);
    const customer = await get(shop, query, inputs[query], await customerToken(shop, "ada"));
    expect(guest.status).toBe(200);
    expect(customer.data).toEqual(guest.data);
    for (const { headers } of [guest, customer]) {
      expect(lifetime(headers)).toBe(forAll);
      expect(headers.get("set-cookie")).toBeNull();
    }
  },
);

test("a product that there is not may be asked for by a crowd as well", async () => {
  const { status, headers } = await get(shop, "catalog.get", { sku: "NOTHING" });
  expect(status).toBe(404);
  expect(lifetime(headers)).toBe(forAll);
});

test("what is somebody's own, and what was refused for who asked, is kept by nobody", async () => {
  const token = await customerToken(shop, "ada");
  const answers = [
    await get(shop, "order.list", {}, token),
    await get(shop, "order.list", {}),
    await get(shop, "order.get", { orderId: "ord_00000000000000000000zzzz" }),
    await post(shop, "checkout.quote", { lines: [{ sku: "SECRET", quantity: 1 }] }),
    await request(shop, "/trpc/catalog.list", { headers: { authorization: "Bearer nonsense" } }),
    await request(shop, `/trpc/catalog.list,order.list?batch=1&input=%7B%7D`),
    await request(shop, "/trpc/catalog.nothing"),
  ];
  expect(answers.map(({ headers }) => lifetime(headers))).toEqual(answers.map(() => "no-store"));
});

const noOrder = { orderId: "ord_00000000000000000000zzzz" };

/** One valid call of every console procedure. */
const calls: Record<Permission, () => { method: "GET" | "POST"; input: object }> = {
  "ops.live.snapshot": () => ({ method: "GET", input: {} }),
  "ops.live.watch": () => ({ method: "GET", input: {} }),
  "ops.orders.search": () => ({ method: "GET", input: {} }),
  "ops.orders.get": () => ({ method: "GET", input: noOrder }),
  "ops.orders.cancel": () => ({ method: "POST", input: { ...noOrder, reason: "role test" } }),
  "ops.orders.refund": () => ({
    method: "POST",
    input: {
      ...noOrder,
      amount: { amount: 1, currency: "GBP" },
      reason: "role test",
      idempotencyKey: "role-test-refund",
    },
  }),
  "ops.orders.ship": () => ({
    method: "POST",
    input: { ...noOrder, shipment: { carrier: "Royal Mail", trackingNumber: "AB123456789GB" } },
  }),
  "ops.orders.deliver": () => ({ method: "POST", input: noOrder }),
  "ops.privacy.collect": () => ({ method: "POST", input: { ...noOrder, scope: "order" } }),
  "ops.privacy.erase": () => ({
    method: "POST",
    input: { ...noOrder, scope: "order", reason: "test order" },
  }),
  "ops.stock.list": () => ({ method: "GET", input: {} }),
  "ops.stock.restock": () => ({
    method: "POST",
    input: { sku: "SECRET", quantity: 1, reason: "role test", idempotencyKey: `role-test-${Math.random()}` },
  }),
  "ops.stock.correct": () => ({
    method: "POST",
    input: {
      sku: "SECRET",
      counted: 2,
      expected: 1,
      reason: "role test",
      idempotencyKey: `role-test-${Math.random()}`,
    },
  }),
  "ops.stock.expectRate": () => ({ method: "POST", input: { sku: "SECRET", ordersPerSecond: 70 } }),
  "ops.stock.audit": () => ({ method: "GET", input: { sku: "SECRET" } }),
  "ops.books.latest": () => ({ method: "GET", input: {} }),
  "ops.books.explain": () => ({ method: "POST", input: { key: "none", what: "none", reason: "role test" } }),
  "ops.deadLetters.list": () => ({ method: "GET", input: {} }),
  "ops.deadLetters.redrive": () => ({ method: "POST", input: { of: "email", reason: "role test" } }),
};

/**
 * The status of an answer. A subscription always begins with 200; its refusal is the first event of the stream, and the
 * call is hung up as soon as that has come.
 */
async function call(permission: Permission, token: string | undefined): Promise<number> {
  const { method, input } = calls[permission]();
  const query = method === "GET" ? `?input=${encodeURIComponent(JSON.stringify(input))}` : "";
  const hangUp = new AbortController();
  const response = await fetch(`${shop.urls.api}/ops/trpc/${permission}${query}`, {
    method,
    headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
    signal: hangUp.signal,
    ...(method === "POST" && { body: JSON.stringify(input) }),
  });
  const streams = response.headers.get("content-type")?.startsWith("text/event-stream");
  const refused = streams ? await refusalIn(response) : undefined;
  hangUp.abort();
  return refused ?? response.status;
}

/** Reads events until the first that says something: the status of a refusal, or undefined for data. */
async function refusalIn(response: Response): Promise<number | undefined> {
  let text = "";
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk;
    const refusal = /event: serialized-error\ndata: (.*)\n/.exec(text)?.[1];
    if (refusal) return (JSON.parse(refusal) as { data: { httpStatus: number } }).data.httpStatus;
    if (/(^|\n)id: /.test(text)) return undefined;
  }
  throw new Error(`the stream ended without a word: ${text}`);
}

const who = ["nobody", "customer", ...roles] as const;

test.each(
  who.flatMap((caller) =>
    Object.keys(calls).map((permission) => [caller, permission as Permission] as const),
  ),
)("%s calls %s and gets what the table of permissions says", async (caller, permission) => {
  const token =
    caller === "nobody"
      ? undefined
      : caller === "customer"
        ? await staffToken(shop, "ada@example.com")
        : await staffToken(shop, `${caller}@example.com`);
  const status = await call(permission, token);
  const allowed: readonly string[] = permissions[permission];
  if (caller === "nobody") expect(status).toBe(401);
  else if (!allowed.includes(caller)) expect(status).toBe(403);
  else expect([200, 404, 409]).toContain(status); // it may be about nothing that there is
});

test("the shop's own customers can't make themselves staff by a claim", async () => {
  const token = await customerToken(shop, "eve", { groups: ["admin"] });
  expect(await call("ops.stock.restock", token)).toBe(401);
});

/** Whatever the secrets file holds, but for what every browser is told. */
async function privateTexts(): Promise<string[]> {
  const { secrets } = await loadSecrets(shop.dataDir);
  const { paymentPublishableKey: _, vapidKey, labIssuer, ...texts } = secrets;
  return [...Object.values(texts).flat(), vapidKey.d, String(labIssuer.privateJwk["d"])];
}

test("no card number, address, token or secret is in any log, and no card number in any store", async () => {
  const forged = await request<never>(shop, "/webhooks/payment", {
    method: "POST",
    headers: { "stripe-signature": `t=${Math.floor(Date.now() / 1000)},v1=${"0".repeat(64)}` },
    body: JSON.stringify({ customer: "forged@example.com" }),
  });
  expect(forged.status).toBe(400);
  const { readToken } = (
    await place(shop, checkoutOf("SECRET", { contact: { email: "unmistakable@example.com" } }))
  ).data ?? { readToken: "?" };
  await post(shop, "checkout.place", checkoutOf("SECRET", { payment: { token: "4242424242424242" } }));
  await accountedFor(shop);

  const logs = await textOf(path.join(shop.dataDir, "logs"));
  expect(logs).toContain("forwarded"); // the test reads the right folder
  expect(logs).toContain("webhook refused");
  const secrets = await privateTexts();
  expect(secrets.filter((text) => text.length < 20)).toEqual([]);
  for (const hidden of [
    "4242424242424242",
    "unmistakable@",
    "forged@",
    ...secrets,
    readToken,
    "High Street",
  ]) {
    expect(logs).not.toContain(hidden);
  }
  expect(await textOf(shop.dataDir)).not.toContain("4242424242424242");
});

async function textOf(folder: string): Promise<string> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = names
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  return (await Promise.all(files.map((file) => readFile(file, "latin1")))).join("\n");
}

test("a watched order that is not one's own is refused as it is everywhere else", async () => {
  const { orderId } = await orderOf();
  const input = encodeURIComponent(JSON.stringify({ orderId }));
  const response = await fetch(`${shop.urls.api}/trpc/order.watch?input=${input}`);
  expect(await refusalIn(response)).toBe(404);
  await response.body?.cancel();
});
