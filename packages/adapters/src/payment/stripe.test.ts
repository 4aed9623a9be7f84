import { PaymentRefused, PaymentUnknown } from "@doorbuster/core/payment/provider";
import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { inspect } from "node:util";
import { afterEach, expect, test } from "vitest";
import { stripePaymentProvider } from "./stripe.ts";

/** Stands for a provider in trouble: answers request after request from a script. The well-behaved one is tested with the sandbox. */
type Scene = (response: ServerResponse, server: Server) => void;

const answer =
  (status: number, body: object, headers: Record<string, string> = {}): Scene =>
  (response) =>
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
const refuse = (status: number, error: object) => answer(status, { error });
const cutOff: Scene = (response) => response.destroy();
const hang: Scene = () => undefined;
/** Takes the request, then dies: the next attempt finds nobody listening. */
const die: Scene = (response, server) => {
  server.close();
  response.destroy();
};

const intent = (status: string, more: object = {}) => ({
  id: "pi_1",
  object: "payment_intent",
  amount: 500,
  currency: "gbp",
  metadata: { order_id: "ord_1", stage: "test" },
  status,
  ...more,
});
const held = answer(200, intent("requires_capture"));

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

async function providerIn(scenes: Scene[], timeoutMs = 5_000) {
  const requests: { path: string; key: string | undefined }[] = [];
  const server = createServer((request, response) => {
    request.resume();
    requests.push({ path: request.url!, key: request.headers["idempotency-key"] as string | undefined });
    scenes.shift()!(response, server);
  }).listen(0, "127.0.0.1");
  servers.push(server);
  await once(server, "listening");
  const provider = stripePaymentProvider({
    secretKey: async () => "sk_test_secret",
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stage: "test",
    returnUrl: (orderId) => `http://localhost:3000/orders/${orderId}`,
    timeoutMs,
  });
  const authorize = () =>
    provider.authorize({
      orderId: "ord_1",
      amount: { amount: 500, currency: "GBP" },
      token: "pm_1",
      idempotencyKey: "key-1",
    });
  return { provider, authorize, requests, server };
}

const failureOf = async (promise: Promise<unknown>): Promise<Error> => {
  const error = await promise.then(
    () => new Error("it did not fail"),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(Error);
  return error as Error;
};

test("nobody listening: certainly nothing happened", async () => {
  const { authorize, server } = await providerIn([]);
  server.close();
  const error = await failureOf(authorize());
  expect(error).toBeInstanceOf(PaymentRefused);
  expect(error).toMatchObject({ reason: "unreachable" });
});

test("a provider that dies over the request may have held the money, though the retry finds nobody listening", async () => {
  const { authorize, requests } = await providerIn([die]);
  expect(await failureOf(authorize())).toBeInstanceOf(PaymentUnknown);
  expect(requests).toHaveLength(1);
});

test("one retry, with the same key, after a cut connection, a fault, a conflict and too many requests", async () => {
  const busy = refuse(409, { type: "idempotency_error", code: "idempotency_key_in_use" });
  const fault = refuse(500, { type: "api_error" });
  const tooMany = refuse(429, { type: "invalid_request_error", code: "rate_limit" });
  for (const first of [cutOff, fault, busy, tooMany]) {
    const { authorize, requests } = await providerIn([first, held]);
    expect(await authorize()).toMatchObject({ state: "authorized", paymentId: "pi_1" });
    expect(requests.map(({ key }) => key)).toEqual(["key-1", "key-1"]);
  }
});

test("what stays unclear is unknown; what was turned away is refused", async () => {
  const fault = refuse(503, { type: "api_error" });
  const busy = refuse(409, { type: "idempotency_error", code: "idempotency_key_in_use" });
  const tooMany = refuse(429, { type: "invalid_request_error", code: "rate_limit" });
  for (const scenes of [
    [cutOff, cutOff],
    [fault, fault],
    [busy, busy],
    [cutOff, tooMany],
  ]) {
    const { authorize } = await providerIn(scenes);
    expect(await failureOf(authorize())).toBeInstanceOf(PaymentUnknown);
  }
  const { authorize } = await providerIn([tooMany, tooMany]);
  expect(await failureOf(authorize())).toMatchObject({ name: "PaymentRefused", reason: "rate_limited" });
});

test("no answer in time is unknown", async () => {
  const { authorize, requests } = await providerIn([hang], 100);
  expect(await failureOf(authorize())).toBeInstanceOf(PaymentUnknown);
  expect(requests).toHaveLength(1);
});

test("an answer that stalls half-way is limited by the same time", async () => {
  const stall: Scene = (response) => response.writeHead(200, { "content-length": "100" }).write("{");
  const { authorize } = await providerIn([stall], 100);
  expect(await failureOf(authorize())).toBeInstanceOf(PaymentUnknown);
});

test("a repeated answer is old, so the payment is looked at again", async () => {
  const replay = answer(200, intent("requires_capture"), { "idempotent-replayed": "true" });
  const { authorize, requests } = await providerIn([replay, answer(200, intent("canceled"))]);
  expect(await authorize()).toMatchObject({ state: "voided" });
  const paths = requests.map(({ path }) => path.split("?")[0]);
  expect(paths).toEqual(["/v1/payment_intents", "/v1/payment_intents/pi_1"]);
});

test("a key that the provider does not take is our fault: nothing was done, and no card was declined", async () => {
  for (const status of [401, 403]) {
    const { authorize } = await providerIn([refuse(status, { type: "invalid_request_error" })]);
    expect(await failureOf(authorize())).toMatchObject({ name: "PaymentRefused", reason: "unreachable" });
  }
});

test("the provider's advice against a retry is followed", async () => {
  const final = answer(500, { error: { type: "api_error" } }, { "stripe-should-retry": "false" });
  const { authorize, requests } = await providerIn([final]);
  expect(await failureOf(authorize())).toBeInstanceOf(PaymentUnknown);
  expect(requests).toHaveLength(1);
});

test("neither keys nor parameters of the request get into an error", async () => {
  const telling = refuse(400, {
    type: "invalid_request_error",
    message: "No such PaymentMethod: 'pm_1'; the key was sk_test_secret",
    param: "payment_method",
  });
  const { authorize } = await providerIn([telling]);
  const error = await failureOf(authorize());
  expect(error).toMatchObject({ name: "PaymentRefused", reason: "invalid_token" });
  expect(inspect(error, { depth: null })).not.toMatch(/sk_test|pm_1/);
});

test("a key that cannot be read stops the payment before anything is sent", async () => {
  const provider = stripePaymentProvider({
    secretKey: () => Promise.reject(new Error("the vault is closed")),
    stage: "test",
    returnUrl: () => "http://localhost:3000",
  });
  expect(await failureOf(provider.get("pi_1"))).toMatchObject({ reason: "unreachable" });
});
