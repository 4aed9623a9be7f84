import { createHmac } from "node:crypto";
import { readFile } from "node:fs/promises";
import { expect } from "vitest";
import { accountedFor } from "./accounts.ts";
import { checkoutOf, eventually, place, putOnSale, test, type RoadShop } from "./kit.ts";

let shop: RoadShop;
let secrets: { paymentSecretKey: string; webhookSecrets: string[] };
test.beforeAll(async ({ shop: shared }) => {
  shop = shared;
  await putOnSale(shop, "BELL", 50);
  secrets = JSON.parse(await readFile(shop.secretsFile, "utf8")) as typeof secrets;
});

/** The newest event of an order's payment, as the provider would deliver it. */
async function eventOf(orderId: string): Promise<string> {
  const response = await fetch(`${shop.urls.sandbox}/v1/events?limit=100`, {
    headers: { authorization: `Bearer ${secrets.paymentSecretKey}` },
  });
  const { data } = (await response.json()) as {
    data: { data: { object: { metadata?: { order_id?: string } } } }[];
  };
  const event = data.find((each) => each.data.object.metadata?.order_id === orderId);
  if (!event) throw new Error(`no event of ${orderId}`);
  return JSON.stringify(event);
}

function deliver(body: string, { secret = secrets.webhookSecrets[0] ?? "", secondsAgo = 0 } = {}) {
  const time = Math.floor(Date.now() / 1000) - secondsAgo;
  const signature = createHmac("sha256", secret).update(`${time}.${body}`).digest("hex");
  return fetch(`${shop.urls.api}/webhooks/payment`, {
    method: "POST",
    headers: { "content-type": "application/json", "stripe-signature": `t=${time},v1=${signature}` },
    body,
  });
}

const resultOf = async (response: Response) => ((await response.json()) as { result: string }).result;

const challenges = new Map<string, string>();

/** An order that waits for its cardholder. */
async function challenged() {
  const { data } = await place(
    shop,
    checkoutOf("BELL", { payment: { token: "pm_card_threeDSecure2Required" } }),
  );
  if (data?.status !== "requires_action" || !data.redirectUrl)
    throw new Error(`not challenged: ${data?.status}`);
  const { orderId, redirectUrl, readToken } = data;
  challenges.set(orderId, redirectUrl);
  return { orderId, redirectUrl, readToken };
}

/** What the cardholder does on the bank's page. */
async function answer(redirectUrl: string, passed: boolean) {
  const page = await (await fetch(redirectUrl)).text();
  const clientSecret = /name="client_secret" value="([^"]+)"/.exec(page)?.[1] ?? "";
  const body = new URLSearchParams({ client_secret: clientSecret, outcome: passed ? "complete" : "fail" });
  await fetch(redirectUrl, { method: "POST", body, redirect: "manual" });
}

// Whoever was left waiting at the bank goes away, and leaves the shop at rest.
test.afterAll(async () => {
  for (const [orderId, redirectUrl] of challenges) {
    if ((await status(orderId)) === "pending") await answer(redirectUrl, false);
  }
  await accountedFor(shop);
});

const status = async (orderId: string) => (await shop.stores.orders.get(orderId))?.status;

test.each([
  [true, "confirmed"],
  [false, "declined"],
])(
  "the cardholder's answer (passed: %s) is acted upon at once, without the sweeper",
  async (passed, ends) => {
    const { orderId, redirectUrl } = await challenged();
    await answer(redirectUrl, passed);
    await eventually(`${orderId} to be ${ends}`, async () => (await status(orderId)) === ends, 20_000);
    await accountedFor(shop);
  },
);

/** What a watched order says of itself, message by message, until the stream ends. */
async function* watched(orderId: string, readToken: string) {
  const input = encodeURIComponent(JSON.stringify({ orderId, readToken }));
  const response = await fetch(`${shop.urls.api}/trpc/order.watch?input=${input}`);
  let text = "";
  for await (const part of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const events = (text + part).split("\n\n");
    text = events.pop() ?? "";
    for (const event of events) {
      const [, data] = /^data: (\{"orderId".*)$/m.exec(event) ?? [];
      if (data !== undefined) yield JSON.parse(data) as { status: string; timeline: { type: string }[] };
    }
  }
}

test("whoever waits for the bank sees how it ends, with the whole history, and then the stream ends", async () => {
  const { orderId, readToken, redirectUrl } = await challenged();
  const statuses: string[] = [];
  let types: string[] = [];
  for await (const { status: seen, timeline } of watched(orderId, readToken)) {
    statuses.push(seen);
    types = timeline.map(({ type }) => type);
    if (seen === "pending") await answer(redirectUrl, true);
  }
  expect(statuses).toEqual(["pending", "confirmed"]);
  expect(types.slice(0, 3)).toEqual(["order.placed", "payment.requires_action", "order.confirmed"]);
});

test("what the provider says of an order that was declined is heeded, and leaves nothing to look at", async () => {
  const { data } = await place(
    shop,
    checkoutOf("BELL", { payment: { token: "pm_card_visa_chargeDeclined" } }),
  );
  const orderId = data?.orderId ?? "";
  const body = await eventOf(orderId);
  await eventually("the event to have been acted upon", async () =>
    ["settled", "known"].includes(await resultOf(await deliver(body))),
  );
  expect(await shop.stores.orders.get(orderId)).toMatchObject({ status: "declined", takes: [] });
  expect(await shop.stores.orders.get(orderId)).not.toHaveProperty("dueAt");
});

test("a webhook delivered many times at once acts once", async () => {
  const { orderId, redirectUrl } = await challenged();
  await answer(redirectUrl, true);
  const body = await eventOf(orderId);
  await Promise.all(Array.from({ length: 8 }, () => deliver(body)));
  await eventually(`${orderId} to be confirmed`, async () => (await status(orderId)) === "confirmed");
  expect(await resultOf(await deliver(body))).toBe("nothing open");
  const timeline = await shop.stores.orders.timeline(orderId);
  expect(timeline.filter(({ type }) => type === "order.confirmed")).toHaveLength(1);
  await accountedFor(shop);
});

test("what a webhook claims is not believed: the provider is asked", async () => {
  const { orderId } = await challenged();
  const event = JSON.parse(await eventOf(orderId)) as {
    id: string;
    type: string;
    data: { object: { status: string } };
  };
  event.id = "evt_forged_but_signed";
  event.type = "payment_intent.amount_capturable_updated";
  event.data.object.status = "requires_capture";
  expect((await deliver(JSON.stringify(event))).status).toBe(200);
  expect(await status(orderId)).toBe("pending");
});

test.each(["newest", "former"])("while a secret is being replaced, the %s alone is good", async (which) => {
  const secret = secrets.webhookSecrets.at(which === "newest" ? 0 : 1);
  const { orderId } = await challenged();
  const response = await deliver(await eventOf(orderId), { secret: secret ?? "none" });
  expect(response.status).toBe(200);
});

test.each([
  ["signed with another secret", { secret: "whsec_wrong" }],
  ["signed long ago", { secondsAgo: 600 }],
])("a webhook that was %s is refused before it is read", async (_, how) => {
  const { orderId } = await challenged();
  const response = await deliver(await eventOf(orderId), how);
  expect(response.status).toBe(400);
  expect(await status(orderId)).toBe("pending");
});

test("a webhook without a signature, or about nothing of ours, changes nothing", async () => {
  const bare = await fetch(`${shop.urls.api}/webhooks/payment`, { method: "POST", body: "{}" });
  expect([bare.status, await resultOf(bare)]).toEqual([400, "no_signature"]);
  const stranger = JSON.stringify({
    id: "evt_stranger",
    type: "payment_intent.canceled",
    created: Math.floor(Date.now() / 1000),
    data: { object: { id: "pi_stranger", object: "payment_intent", metadata: { order_id: "ord_unknown" } } },
  });
  expect(await resultOf(await deliver(stranger))).toBe("unknown order");
});
