import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, expect, test } from "vitest";
import { heedHint } from "@doorbuster/core/order/hint";
import type { PaymentProvider } from "@doorbuster/core/payment/provider";
import { dynamoClaimStore } from "../dynamo/claimStore.ts";
import { openRaceBench, type RaceBench } from "../testing/raceBench.ts";

let bench: RaceBench;
beforeAll(async () => {
  bench = await openRaceBench();
});
afterAll(() => bench.close());

let events = 0;
/** The provider's webhook about an order's payment, a new event each time. */
async function hear(orderId: string, client: DynamoDBClient = bench.client) {
  const payment = await bench.till.provider.find(orderId);
  if (!payment) throw new Error(`nothing to be told about ${orderId}`);
  const claims = dynamoClaimStore(client, bench.nameOf("Webhooks"), () => `lease-${events}`);
  const hint = { eventId: `evt_${events++}`, orderId, paymentId: payment.paymentId };
  return heedHint({ ...bench.deps(client), claims, leaseMs: 20_000 }, hint);
}

/*
 *   this checkout                     the provider's webhook
 *   reserved, authorised
 *                                     reads pending, asks the provider: held → confirmed
 *   commit if version 1 ─ no: confirmed already
 *   → says so
 */
test("a webhook that is quicker than the checkout confirms the order once, and the checkout answers the same", async () => {
  const checkout = bench.checkout(await bench.sell("QUICK", 3), 2);
  const id = await bench.idOf(checkout);
  let heeded: unknown;
  const answer = await bench.race("an order moves from the version that was read", {
    rival: async () => (heeded = await hear(id)),
    run: (client) => bench.place(checkout, client),
  });
  expect(heeded).toBe("settled");
  expect(answer.status).toBe("confirmed");
  expect(await bench.place(checkout)).toEqual(answer);
  expect(await bench.timeline(id)).toEqual(["1 order.placed", "2 order.confirmed"]);
  expect(bench.till.statesOf(id)).toEqual(["authorized"]);
  expect(await bench.left("QUICK")).toBe(1);
});

/*
 *   this webhook                      the checkout, sent again
 *   reads pending, asks the provider: held
 *                                     carries on for the first call, which is dead: the same payment → confirmed
 *   commit if version 1 ─ no: confirmed already
 */
test("a webhook that is slower than the checkout changes nothing", async () => {
  const checkout = bench.checkout(await bench.sell("SLOW", 3), 2);
  const id = await bench.idOf(checkout);
  const { provider } = bench.till;
  const dying: PaymentProvider = {
    ...provider,
    authorize: (request) => provider.authorize(request).then(() => Promise.reject(new Error("it dies"))),
  };
  await expect(bench.place(checkout, bench.client, dying)).rejects.toThrow("it dies");
  await bench.clock.sleep(21_000);
  let answer: { readonly status: string } | undefined;
  const heeded = await bench.race("an order moves from the version that was read", {
    rival: async () => (answer = await bench.place(checkout)),
    run: (client) => hear(id, client),
  });
  expect(heeded).toBe("settled");
  expect(answer?.status).toBe("confirmed");
  expect(await bench.timeline(id)).toEqual(["1 order.placed", "2 order.confirmed"]);
  expect(bench.till.statesOf(id)).toEqual(["authorized"]);
  expect(await bench.left("SLOW")).toBe(1);
});
