import { createHmac, randomUUID } from "node:crypto";

import { functions } from "@doorbuster/adapters/definitions/functions";
import { move } from "@doorbuster/core/order/move";
import { defaultPolicy as policy } from "@doorbuster/core/order/policy";
import { readTokens } from "@doorbuster/core/access/readToken";
import { expect } from "vitest";

import type { ColdCall } from "./call.ts";
import { called } from "./events.ts";
import { heldMoney, putOnSale, reserved, unitsOf } from "./orders.ts";
import type { Scene } from "./scene.ts";

const { shop, webhook, ops, watch } = functions;

interface Proxied {
  readonly statusCode: number;
  readonly body: string;
}

/** What API Gateway would pass on: the status and the body, parsed. */
const answered = (answer: unknown) => {
  const { statusCode, body } = answer as Proxied;
  return { status: statusCode, body: JSON.parse(body) as unknown };
};

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

export const sells: ColdCall = {
  does: "sells a unit to a guest",
  async arrange(scene) {
    await putOnSale(scene, "SOLD", 5);
    const { name, line1, city, postalCode, country } = address;
    const body = {
      idempotencyKey: randomUUID(),
      lines: [{ sku: "SOLD", quantity: 1 }],
      expectedTotal: { amount: 1_000, currency: "GBP" },
      payment: { token: "pm_card_visa" },
      contact: { email: "ada@example.com" },
      shippingAddress: { name, line1, city, postalCode, country },
    };
    return {
      event: called(shop.triggers[0], { path: "/trpc/checkout.place", body }),
      async check(answer) {
        const { status, body: said } = answered(answer);
        const { data } = (said as { result: { data: { orderId: string; status: string } } }).result;
        expect([status, data.status]).toEqual([200, "confirmed"]);
        const order = await scene.orders.get(data.orderId);
        expect(order).toMatchObject({ status: "confirmed", payment: { state: "authorized" } });
        expect(await scene.payments.find(data.orderId)).toMatchObject({ state: "authorized" });
        expect(await unitsOf(scene, "SOLD")).toMatchObject({ stocked: 5, available: 4 });
      },
    };
  },
};

const address = {
  name: "Ada",
  line1: "1 High Street",
  city: "London",
  postalCode: "N1 1AA",
  country: "GB",
} as const;

export const heedsTheProvider: ColdCall = {
  does: "confirms the order of which the provider says that its money is held",
  async arrange(scene) {
    const { order } = await reserved(scene);
    const id = await heldMoney(scene, order);
    const body = {
      id: `evt_${randomUUID()}`,
      type: "payment_intent.amount_capturable_updated",
      created: Math.floor(Date.now() / 1000),
      data: { object: { id, object: "payment_intent", metadata: { order_id: order.id } } },
    };
    const signature = signed(JSON.stringify(body), scene);
    return {
      event: called(webhook.triggers[0], { body, headers: { "Stripe-Signature": signature } }),
      async check(answer) {
        expect(answered(answer)).toEqual({ status: 200, body: { result: "settled" } });
        expect(await scene.orders.get(order.id)).toMatchObject({
          status: "confirmed",
          payment: { paymentId: id },
        });
      },
    };
  },
};

function signed(body: string, { secrets }: Scene): string {
  const time = Math.floor(Date.now() / 1000);
  const signature = createHmac("sha256", secrets.webhookSecrets[0] ?? "").update(`${time}.${body}`);
  return `t=${time},v1=${signature.digest("hex")}`;
}

export const restocks: ColdCall = {
  does: "restocks a product for a member of staff, on the record",
  async arrange(scene) {
    await putOnSale(scene, "MORE", 5);
    const body = { sku: "MORE", quantity: 7, reason: "delivery", idempotencyKey: randomUUID() };
    const path = "/ops/trpc/ops.stock.restock";
    return {
      event: called(ops.triggers[0], { path, body, headers: bearer(scene.staffToken()) }),
      async check(answer) {
        const data = { sku: "MORE", counted: true, stocked: 12, available: 12 };
        expect(answered(answer)).toEqual({ status: 200, body: { result: { data } } });
        const { entries } = await scene.stock.audit("MORE", { limit: 1 });
        expect(entries).toMatchObject([{ actor: "olga@example.com", units: 7 }]);
      },
    };
  },
};

export const followsAnOrder: ColdCall = {
  does: "shows whoever has its link a settled order, and ends the stream",
  async arrange(scene) {
    const { order } = await reserved(scene);
    await scene.orders.commit(move(order, "abandon", { now: Date.now(), actor: "customer", policy }));
    const readToken = await readTokens(async () => scene.secrets.readTokenKey).issue(order.id);
    const input = JSON.stringify({ orderId: order.id, readToken });
    return {
      event: called(watch.triggers[0], { query: { input } }),
      async check(answer) {
        expect(answer).toContain(`{"orderId":"${order.id}","status":"cancelled"`);
        expect(answer).toContain('"type":"order.cancelled"');
      },
    };
  },
};

export const showsTheScreen: ColdCall = {
  does: "shows a member of staff what is on sale, live",
  async arrange(scene) {
    await putOnSale(scene, "ON-SCREEN", 9);
    return {
      event: called(watch.triggers[1], { query: { input: "{}" }, headers: bearer(scene.staffToken()) }),
      until: '"sku":"ON-SCREEN"',
      async check(answer) {
        expect(answer).toContain('"sku":"ON-SCREEN","name":"Product ON-SCREEN","stocked":9,"available":9');
      },
    };
  },
};
