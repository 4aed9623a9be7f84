import Stripe from "stripe";
import { expect, test } from "vitest";
import { stripeApi, StripeError, StripeSilence, type StripeApi, type StripeRequest } from "./stripe-api.ts";

const secretKey = "sk_test_1";
const baseUrl = "https://api.stripe.com";
const once: StripeRequest = { timeout: 5_000, idempotencyKey: "key-1" };

/** What a request says, however it was written down. */
interface Said {
  readonly method: string | undefined;
  readonly path: string;
  readonly params: Record<string, string>;
  readonly headers: Record<string, string | null>;
}

/** A `fetch` that answers with an object of Stripe's, and what was said to it. */
function ears() {
  const said: Said[] = [];
  const fetch = ((url: string, { method, headers: given, body }: RequestInit) => {
    const { origin, pathname, searchParams } = new URL(url);
    const headers = new Headers(given);
    const form = new URLSearchParams(typeof body === "string" ? body : "");
    const telling = ["authorization", "stripe-version", "idempotency-key"];
    if (method === "POST") telling.push("content-type");
    said.push({
      method,
      path: origin + pathname,
      params: Object.fromEntries([...searchParams, ...form]),
      headers: Object.fromEntries(telling.map((name) => [name, headers.get(name)])),
    });
    return Promise.resolve(
      new Response('{"id":"pi_1","object":"payment_intent","data":[],"has_more":false}'),
    );
  }) as typeof globalThis.fetch;
  return { said, fetch };
}

const calls: Readonly<Record<string, (stripe: StripeApi) => Promise<unknown>>> = {
  create: (stripe) =>
    stripe.paymentIntents.create(
      {
        amount: 500,
        currency: "gbp",
        payment_method: "pm_1",
        allowed_payment_method_types: ["card"],
        capture_method: "manual",
        confirm: true,
        return_url: "https://shop.example/orders/ord_1?a=b&c=d",
        metadata: { order_id: "ord_1", stage: "pr-7 & ä" },
      },
      once,
    ),
  retrieve: (stripe) => stripe.paymentIntents.retrieve("pi_1", { expand: ["latest_charge"] }, once),
  "retrieve of an odd id": (stripe) => stripe.paymentIntents.retrieve("pi_1 2", {}, once),
  capture: (stripe) => stripe.paymentIntents.capture("pi_1", {}, once),
  cancel: (stripe) => stripe.paymentIntents.cancel("pi_1", {}, once),
  list: (stripe) =>
    stripe.paymentIntents.list(
      { limit: 100, starting_after: "pi_0", created: { gte: 1, lt: 2 }, expand: ["data.latest_charge"] },
      once,
    ),
  search: (stripe) =>
    stripe.paymentIntents.search({ query: "metadata['order_id']:'ord_1'", limit: 100 }, once),
  refund: (stripe) =>
    stripe.refunds.create({ payment_intent: "pi_1", amount: 5, metadata: { refund_key: "r:1" } }, once),
  "list of refunds": (stripe) => stripe.refunds.list({ payment_intent: "pi_1", limit: 100 }, once),
};

test.each(Object.entries(calls))("%s says to Stripe what Stripe's own SDK says", async (_, call) => {
  const [ours, theirs] = [ears(), ears()];
  await call(stripeApi({ secretKey, baseUrl, fetch: ours.fetch }));
  const sdk = new Stripe(secretKey, {
    telemetry: false,
    httpClient: Stripe.createFetchHttpClient(theirs.fetch),
  });
  await call(sdk as unknown as StripeApi);
  expect(ours.said).toHaveLength(1);
  expect(ours.said).toEqual(theirs.said);
});

/** Asks for a payment and is answered so. */
const askWith = (answer: () => Promise<Response>) =>
  stripeApi({ secretKey, baseUrl, fetch: answer }).paymentIntents.retrieve("pi_1", {}, { timeout: 50 });

test("an answer that was given before under the same key says so", async () => {
  const headers = { "idempotent-replayed": "true" };
  expect(await askWith(async () => new Response('{"id":"pi_1"}', { headers }))).toMatchObject({
    id: "pi_1",
    isReplayed: true,
  });
  expect(await askWith(async () => new Response("{}"))).toMatchObject({ isReplayed: false });
});

test("a refusal is known by its status and codes, also when its body is none of Stripe's", async () => {
  const error = { type: "card_error", code: "card_declined", decline_code: "lost_card", message: "No." };
  const declined = askWith(async () => Response.json({ error }, { status: 402 }));
  await expect(declined).rejects.toMatchObject({
    statusCode: 402,
    code: "card_declined",
    declineCode: "lost_card",
  });
  const gateway = askWith(async () => new Response("<html>", { status: 502 }));
  await expect(gateway).rejects.toBeInstanceOf(StripeError);
  await expect(gateway).rejects.toMatchObject({ statusCode: 502, type: "unknown" });
});

test("no answer, none in time and none that can be read are silence", async () => {
  const answers: readonly (() => Promise<Response>)[] = [
    () => Promise.reject(new TypeError("fetch failed")),
    async () => new Response("<html>"),
  ];
  for (const answer of answers) await expect(askWith(answer)).rejects.toBeInstanceOf(StripeSilence);
  const never = (_: unknown, init: RequestInit = {}) =>
    new Promise<Response>((_resolve, reject) =>
      init.signal?.addEventListener("abort", () => reject(init.signal?.reason as Error)),
    );
  const late = stripeApi({ secretKey, baseUrl, fetch: never }).refunds.list({}, { timeout: 5 });
  await expect(late).rejects.toBeInstanceOf(StripeSilence);
});
