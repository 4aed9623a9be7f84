import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import Stripe from "stripe";
import { afterEach, expect, test } from "vitest";
import { Ledger } from "../payments/ledger.ts";
import { startSandbox } from "../sandbox.ts";
import { temporaryFolder } from "../../service-kit/testing.ts";
import { authorization, secretKey, stripeClient } from "../testing.ts";
import { backOffMs, Deliveries } from "./deliveries.ts";

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

function ledgerWithEvents(count: number): Ledger {
  const ledger = new Ledger(join(temporaryFolder(), "sandbox.db"), Date.now);
  cleanUps.push(() => ledger.close());
  for (let i = 0; i < count; i++) {
    ledger.addEvent({ id: `evt_${i}`, type: "payment_intent.succeeded", created: 0 });
    ledger.statement("insert into deliveries (event_id, due_ms) values (?, 0)").run(`evt_${i}`);
  }
  return ledger;
}

const waiting = (ledger: Ledger) =>
  ledger.statement("select event_id, attempts, due_ms from deliveries order by event_id").all();

test("signs with every valid secret, as Stripe's own library checks it", async () => {
  const requests: { body: string; signature: string }[] = [];
  const arrived = Promise.withResolvers<void>();
  const receive = async (request: IncomingMessage, response: ServerResponse) => {
    requests.push({ body: await text(request), signature: String(request.headers["stripe-signature"]) });
    response.end();
    if (requests.length === 2) arrived.resolve();
  };
  const endpoint = createServer((request, response) => void receive(request, response)).listen(
    0,
    "127.0.0.1",
  );
  await once(endpoint, "listening");
  cleanUps.push(() => endpoint.close());

  const sandbox = await startSandbox({
    port: 0,
    dataDir: temporaryFolder(),
    secretKey,
    webhook: {
      url: `http://127.0.0.1:${(endpoint.address() as AddressInfo).port}/webhook`,
      secrets: ["whsec_old", "whsec_new"],
    },
  });
  cleanUps.push(() => sandbox.close());
  const stripe = stripeClient(sandbox.url);
  const { id } = await stripe.paymentIntents.create(authorization);
  await stripe.paymentIntents.capture(id);
  await arrived.promise;

  const types = requests.map(({ body, signature }) => {
    const event = Stripe.webhooks.constructEvent(body, signature, "whsec_new");
    expect(Stripe.webhooks.constructEvent(body, signature, "whsec_old")).toEqual(event);
    expect(event.data.object).toMatchObject({ id, metadata: { order_id: "ord_1" } });
    return event.type;
  });
  expect(types.sort()).toEqual(["payment_intent.amount_capturable_updated", "payment_intent.succeeded"]);
});

test("delivers everything that waits, each once while the endpoint takes it", async () => {
  const ledger = ledgerWithEvents(30);
  const sent: string[] = [];
  const all = Promise.withResolvers<void>();
  const deliveries = new Deliveries(
    ledger,
    ["whsec"],
    () => 1_000,
    async (body) => {
      sent.push((JSON.parse(body) as { id: string }).id);
      if (sent.length === 30) all.resolve();
      return true;
    },
  );
  deliveries.wake();
  await all.promise;
  await deliveries.close();
  expect(new Set(sent).size).toBe(30);
  expect(waiting(ledger)).toEqual([]);
});

test("an endpoint that fails is tried again later, and longer later each time", async () => {
  const ledger = ledgerWithEvents(1);
  let now = 0;
  const tried = Promise.withResolvers<void>();
  const deliveries = new Deliveries(
    ledger,
    ["whsec"],
    () => now,
    async () => {
      tried.resolve();
      return false;
    },
  );
  deliveries.wake();
  await tried.promise;
  await deliveries.close();
  expect(waiting(ledger)).toEqual([{ event_id: "evt_0", attempts: 1, due_ms: 1_000 }]);

  now = 999;
  let early = 0;
  const tooSoon = new Deliveries(
    ledger,
    ["whsec"],
    () => now,
    async () => ++early > 0,
  );
  tooSoon.wake();
  await tooSoon.close();
  expect(early).toBe(0);
  expect([1, 2, 3, 20].map(backOffMs)).toEqual([1_000, 2_000, 4_000, 300_000]);
});
