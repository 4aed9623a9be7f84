import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, expect, test, vi } from "vitest";
import { temporaryFolder } from "../../service-kit/testing.ts";
import { startSandbox } from "../sandbox.ts";
import { authorization, secretKey, stripeClient } from "../testing.ts";

vi.setConfig({ testTimeout: 30_000 });

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

/** A sandbox that misbehaves so, an endpoint for its webhooks, and the ids that arrive there. */
async function sandboxWith(...rules: object[]) {
  const arrived: string[] = [];
  const endpoint = createServer((request, response) => {
    void text(request).then((body) => {
      arrived.push((JSON.parse(body) as { id: string }).id);
      response.end();
    });
  }).listen(0, "127.0.0.1");
  await once(endpoint, "listening");
  cleanUps.push(() => endpoint.close());
  const sandbox = await startSandbox({
    port: 0,
    dataDir: temporaryFolder(),
    secretKey,
    webhook: {
      url: `http://127.0.0.1:${(endpoint.address() as AddressInfo).port}/webhook`,
      secrets: ["whsec"],
    },
  });
  cleanUps.push(() => sandbox.close());
  const set = (rulesNow: object[]) =>
    fetch(`${sandbox.url}/sandbox/faults`, {
      method: rulesNow.length > 0 ? "PUT" : "DELETE",
      headers: { "content-type": "application/json" },
      body: rulesNow.length > 0 ? JSON.stringify({ seed: 3, rules: rulesNow }) : null,
    });
  await set(rules);
  const stripe = stripeClient(sandbox.url);
  /** Makes events one after the other, and answers their ids in that order. */
  const events = async (count: number) => {
    for (let i = 0; i < count; i++) await stripe.paymentIntents.create(authorization);
    const { data } = await stripe.events.list({ limit: count });
    return data.map(({ id }) => id).toReversed();
  };
  return { arrived, events, set };
}

test("an event that is lost is listed and never delivered; the next one is", async () => {
  const { arrived, events } = await sandboxWith({ fault: "webhookLost", times: 1 });
  const [, second] = await events(2);
  await expect.poll(() => arrived, { timeout: 10_000 }).toEqual([second]);
});

test("an event that comes twice comes twice and no oftener", async () => {
  const { arrived, events } = await sandboxWith({ fault: "webhookTwice" });
  const [only] = await events(1);
  await expect.poll(() => arrived, { timeout: 10_000 }).toEqual([only, only]);
});

test("a late event is overtaken by the next", async () => {
  const { arrived, events } = await sandboxWith({ fault: "webhookLate", times: 1, delayMs: 500 });
  const [first, second] = await events(2);
  await expect.poll(() => arrived, { timeout: 10_000 }).toEqual([second, first]);
});

test("reordered events all come, in another order", async () => {
  const { arrived, events } = await sandboxWith({ fault: "webhookReordered", delayMs: 300 });
  const made = await events(8);
  await expect.poll(() => arrived.length, { timeout: 10_000 }).toBe(8);
  expect(arrived).not.toEqual(made);
  expect(new Set(arrived)).toEqual(new Set(made));
});
