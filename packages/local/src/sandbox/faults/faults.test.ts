import Stripe from "stripe";
import { afterEach, beforeAll, afterAll, expect, test, vi } from "vitest";
import { magicAmounts } from "../cards/behaviours.ts";
import { authorization, refusal, secretKey, startSandboxProcess, type SandboxProcess } from "../testing.ts";

vi.setConfig({ testTimeout: 30_000 });

let sandbox: SandboxProcess;
/** Sends a request once, whatever happens to it: the SDK's own client for Node repeats one whose connection was cut. */
let once: Stripe;
/** The same, and gives up soon: for answers that never come. */
let hasty: Stripe;

beforeAll(async () => {
  sandbox = await startSandboxProcess();
  const client = (timeout: number) =>
    new Stripe(secretKey, {
      host: "127.0.0.1",
      port: new URL(sandbox.url).port,
      protocol: "http",
      maxNetworkRetries: 0,
      timeout,
      httpClient: Stripe.createFetchHttpClient(),
    });
  once = client(20_000);
  hasty = client(500);
}, 30_000);
afterAll(() => sandbox.stop());
afterEach(() => ask("DELETE"));

const ask = (method: string, body?: unknown, headers: Record<string, string> = {}) =>
  fetch(`${sandbox.url}/sandbox/faults`, {
    method,
    headers: { "content-type": "application/json", ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

let orders = 0;
const orderOf = (payment_method: string) => ({
  ...authorization,
  payment_method,
  metadata: { order_id: `ord_fault_${++orders}` },
});
const paymentsOf = async ({ metadata }: { metadata: { order_id: string } }) =>
  (await sandbox.stripe.paymentIntents.search({ query: `metadata['order_id']:'${metadata.order_id}'` })).data;

test.each([
  ["pm_card_timeoutBeforeCharge", [], "StripeConnectionError"],
  ["pm_card_cutBeforeCharge", [], "StripeConnectionError"],
  ["pm_card_errorBeforeCharge", [], "StripeAPIError"],
  ["pm_card_rateLimited", [], "StripeRateLimitError"],
  ["pm_card_timeoutAfterCharge", ["requires_capture"], "StripeConnectionError"],
  ["pm_card_cutAfterCharge", ["requires_capture"], "StripeConnectionError"],
  ["pm_card_errorAfterCharge", ["requires_capture"], "StripeAPIError"],
])("%s leaves the payments %j and the caller a %s", async (token, statuses, type) => {
  const order = orderOf(token);
  const client = token.includes("timeout") ? hasty : once;
  expect(await refusal(client.paymentIntents.create(order))).toMatchObject({ type });
  const found = async () => (await paymentsOf(order)).map(({ status }) => status);
  await expect.poll(found, { timeout: 10_000 }).toEqual(statuses);
});

test.each(["pm_card_timeoutAfterCharge", "pm_card_cutAfterCharge"])(
  "%s: asked again under the same key, the lost answer is given and nothing is charged twice",
  async (token) => {
    const order = orderOf(token);
    const options = { idempotencyKey: `${token}:${orders}` };
    await refusal(hasty.paymentIntents.create(order, options));
    await expect.poll(() => paymentsOf(order), { timeout: 10_000 }).toHaveLength(1);
    const again = await once.paymentIntents.create(order, options);
    expect(again.status).toBe("requires_capture");
    expect(await paymentsOf(order)).toHaveLength(1);
  },
);

test("a 500 is kept under its key like any other answer, and a 429 is not", async () => {
  const failed = orderOf("pm_card_errorAfterCharge");
  for (const _attempt of [1, 2]) {
    const error = await refusal(sandbox.stripe.paymentIntents.create(failed, { idempotencyKey: "kept" }));
    expect(error).toMatchObject({ statusCode: 500, rawType: "api_error" });
  }
  expect(await paymentsOf(failed)).toHaveLength(1);

  await ask("PUT", { rules: [{ fault: "rateLimit", times: 1 }] });
  const limited = orderOf("pm_card_visa");
  const options = { idempotencyKey: "not kept" };
  expect(await refusal(sandbox.stripe.paymentIntents.create(limited, options))).toMatchObject({
    statusCode: 429,
    code: "rate_limit",
    rawType: "invalid_request_error",
  });
  expect((await sandbox.stripe.paymentIntents.create(limited, options)).status).toBe("requires_capture");
});

test("a charge that is late comes though the caller has gone", async () => {
  await ask("PUT", { rules: [{ fault: "latency", operations: ["create"], delayMs: 1_500 }] });
  const order = orderOf("pm_card_visa");
  expect(await refusal(hasty.paymentIntents.create(order))).toMatchObject({ type: "StripeConnectionError" });
  expect(await paymentsOf(order)).toEqual([]);
  await expect.poll(() => paymentsOf(order), { timeout: 10_000 }).toHaveLength(1);
});

const declined = (reason: object) => ({ type: "StripeCardError", statusCode: 402, ...reason });
const silence = { type: "StripeConnectionError", message: expect.stringContaining("timeout") };
const hangUp = { type: "StripeConnectionError", message: expect.not.stringContaining("timeout") };
const failure = { type: "StripeAPIError", statusCode: 500 };

const refusedAmounts: [amount: number, statuses: string[], refusal: object][] = [
  [99_999_901, ["requires_payment_method"], declined({ decline_code: "generic_decline" })],
  [99_999_902, ["requires_payment_method"], declined({ decline_code: "insufficient_funds" })],
  [99_999_903, ["requires_payment_method"], declined({ code: "expired_card" })],
  [99_999_904, ["requires_payment_method"], declined({ code: "processing_error" })],
  [99_999_922, [], silence],
  [99_999_923, ["requires_capture"], silence],
  [99_999_924, [], hangUp],
  [99_999_925, ["requires_capture"], hangUp],
  [99_999_926, [], failure],
  [99_999_927, ["requires_capture"], failure],
  [99_999_928, [], { type: "StripeRateLimitError", statusCode: 429 }],
];
const challengedAmounts: [amount: number, status: string, error: object | null][] = [
  [99_999_911, "requires_capture", null],
  [99_999_912, "requires_payment_method", { code: "card_declined", decline_code: "generic_decline" }],
];
const slowAmount = 99_999_921;

test.each(refusedAmounts)(
  "the amount %i leaves the payments %j of a good card, and the caller an error of its own kind",
  async (amount, statuses, refused) => {
    const order = { ...orderOf("pm_card_visa"), amount };
    const client = refused === silence ? hasty : once;
    expect(await refusal(client.paymentIntents.create(order))).toMatchObject(refused);
    const found = async () => (await paymentsOf(order)).map(({ status }) => status);
    await expect.poll(found, { timeout: 10_000 }).toEqual(statuses);
  },
);

test.each(challengedAmounts)(
  "the amount %i asks for the holder of a good card, and ends as %s once they have answered",
  async (amount, status, error) => {
    const { paymentIntents } = sandbox.stripe;
    const asked = await paymentIntents.create({ ...orderOf("pm_card_visa"), amount });
    expect(asked.status).toBe("requires_action");
    const { pathname } = new URL(asked.next_action?.redirect_to_url?.url ?? "");
    const answer = new URLSearchParams({ client_secret: asked.client_secret ?? "", outcome: "complete" });
    await fetch(new URL(pathname, sandbox.url), { method: "POST", redirect: "manual", body: answer });
    const after = await paymentIntents.retrieve(asked.id);
    expect(after.status).toBe(status);
    if (error === null) expect(after.last_payment_error).toBeNull();
    else expect(after.last_payment_error).toMatchObject(error);
  },
);

test(`the amount ${slowAmount} is answered too late for who is in haste, and to who waits`, async () => {
  const order = () => ({ ...orderOf("pm_card_visa"), amount: slowAmount });
  expect(await refusal(hasty.paymentIntents.create(order()))).toMatchObject(silence);
  expect((await once.paymentIntents.create(order())).status).toBe("requires_capture");
});

test("there is no amount that behaves in its own way but these", () => {
  const tested = [...refusedAmounts, ...challengedAmounts].map(([amount]) => amount).concat(slowAmount);
  expect(new Set(tested)).toEqual(new Set(magicAmounts.keys()));
});

test("a card typed into the fields keeps its behaviour", async () => {
  const response = await fetch(`${sandbox.url}/v1/payment_methods`, {
    method: "POST",
    headers: { authorization: "Bearer pk_test_doorbuster" },
    body: new URLSearchParams({
      type: "card",
      "card[number]": "4000009900000053",
      "card[exp_month]": "1",
      "card[exp_year]": "49",
      "card[cvc]": "123",
    }),
  });
  const { id } = (await response.json()) as { id: string };
  const order = orderOf(id);
  expect(await refusal(once.paymentIntents.create(order))).toMatchObject({ type: "StripeConnectionError" });
  expect(await paymentsOf(order)).toHaveLength(1);
});

test("the switch makes any card be declined, or asked for 3-D Secure, for so many times", async () => {
  await ask("PUT", { rules: [{ fault: "decline", decline: "lost_card", times: 1 }] });
  const { paymentIntents } = sandbox.stripe;
  expect(await refusal(paymentIntents.create(authorization))).toMatchObject({ decline_code: "lost_card" });
  expect((await paymentIntents.create(authorization)).status).toBe("requires_capture");
  await ask("PUT", { rules: [{ fault: "challenge", times: 1 }] });
  expect((await paymentIntents.create(authorization)).status).toBe("requires_action");
  expect((await paymentIntents.create(authorization)).status).toBe("requires_capture");
});

test("the switch strikes captures and refunds where it is told to", async () => {
  const { paymentIntents, refunds } = sandbox.stripe;
  await ask("PUT", {
    rules: [
      { fault: "errorBefore", operations: ["capture"], times: 1 },
      { fault: "cutAfter", operations: ["refund"], times: 1 },
    ],
  });
  const held = await paymentIntents.create(authorization);
  expect(await refusal(paymentIntents.capture(held.id))).toMatchObject({ statusCode: 500 });
  expect((await paymentIntents.retrieve(held.id)).status).toBe("requires_capture");
  await paymentIntents.capture(held.id);
  const refund = { payment_intent: held.id, amount: 100 };
  const options = { idempotencyKey: `refund-${held.id}` };
  expect(await refusal(once.refunds.create(refund, options))).toMatchObject({
    type: "StripeConnectionError",
  });
  expect((await refunds.create(refund, options)).amount).toBe(100);
  expect((await refunds.list({ payment_intent: held.id })).data).toHaveLength(1);
});

test("the switch shows what is set and how often it struck, on the front page too", async () => {
  const asked = { seed: 7, rules: [{ fault: "errorBefore", operations: ["cancel"] }] };
  expect(await (await ask("PUT", asked)).json()).toMatchObject({ seed: 7, rules: [{ struck: 0 }] });
  const { id } = await sandbox.stripe.paymentIntents.create(authorization);
  await refusal(sandbox.stripe.paymentIntents.cancel(id));
  const { rules } = (await (await ask("GET")).json()) as { rules: object[] };
  expect(rules).toEqual([
    {
      fault: "errorBefore",
      operations: ["cancel"],
      probability: 1,
      delayMs: 2_000,
      decline: "generic_decline",
      struck: 1,
    },
  ]);
  expect(await (await fetch(sandbox.url)).text()).toContain("errorBefore");
  expect(await (await ask("DELETE")).json()).toMatchObject({ rules: [] });
});

test.each([
  ["a fault that does not exist", { rules: [{ fault: "earthquake" }] }, "rules.0.fault"],
  ["a probability above one", { rules: [{ fault: "decline", probability: 2 }] }, "rules.0.probability"],
  ["a field that does not exist", { rules: [{ fault: "decline", colour: 1 }] }, "rules.0.colour"],
  ["no rules", { rules: [] }, "rules"],
])("the switch refuses %s and names the field", async (_what, body, field) => {
  const response = await ask("PUT", body);
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ error: { code: "invalid_faults", field } });
});

test("a page of another site cannot throw the switch", async () => {
  const simple = await ask("PUT", { rules: [{ fault: "decline" }] }, { "content-type": "text/plain" });
  expect(simple.status).toBe(415);
  expect(await (await ask("GET")).json()).toMatchObject({ rules: [] });
});
