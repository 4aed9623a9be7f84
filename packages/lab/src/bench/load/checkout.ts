import type { Checkout } from "@doorbuster/core/order/checkout";
import * as z from "zod";
import { price } from "../goods.ts";
import { send } from "./http.ts";
import type { Answer, CheckoutTarget } from "./protocol.ts";

const answerSchema = z.union([
  z.object({ result: z.object({ data: z.object({ orderId: z.string(), status: z.string() }) }) }),
  z.object({
    error: z.object({
      data: z.object({
        appCode: z.string(),
        details: z.object({ retryAfterSeconds: z.number().optional() }),
      }),
    }),
  }),
]);

/** A guest buys one unit of the next SKU in turn, with a card that pays. Every call is another guest. */
export function checkouts({ api, skus, run }: CheckoutTarget): (signal: AbortSignal) => Promise<Answer> {
  const url = `${api}/trpc/checkout.place`;
  let placed = 0;
  return async (signal) => {
    const index = placed++;
    const body = JSON.stringify(checkout(`${run}-${index}`, skus[index % skus.length] ?? ""));
    const reply = await send(url, { method: "POST", body, signal });
    return read(reply.body);
  };
}

function checkout(name: string, sku: string): Checkout {
  return {
    idempotencyKey: `bench-checkout-${name}`,
    lines: [{ sku, quantity: 1 }],
    expectedTotal: price,
    payment: { token: "pm_card_visa" }, // docs.stripe.com/testing
    contact: { email: `guest-${name}@bench.example` },
    shippingAddress: {
      name: "A Guest",
      line1: "1 Bench Street",
      city: "Bench",
      postalCode: "0000",
      country: "GB",
    },
  };
}

function read(body: string): Answer {
  const answer = answerSchema.parse(JSON.parse(body));
  if ("result" in answer) {
    const { status, orderId } = answer.result.data;
    return { kind: status, orderId };
  }
  const { appCode, details } = answer.error.data;
  return { kind: appCode, timed: details.retryAfterSeconds !== undefined };
}
