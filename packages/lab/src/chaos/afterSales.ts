import type { AttachedShop } from "@doorbuster/local/shop/index";
import * as z from "zod";
import { staffTokens } from "../access/staffToken.ts";
import { draw } from "./draw.ts";
import type { Tally } from "./tally.ts";

/** What was asked for after an order was confirmed, and promised. */
export interface Promised {
  readonly cancelled: Set<string>;
  /** The key of the refund, by order. */
  readonly refunded: Map<string, string>;
  readonly shipped: Set<string>;
  readonly delivered: Set<string>;
}

export interface AfterSales {
  readonly promised: Promised;
  /** Decides what becomes of one confirmed order, a while later, beside everything else. */
  follow(orderId: string, customerToken: string | undefined): void;
  /** Resolves when every request was answered, or nobody answered for too long. */
  done(): Promise<void>;
}

/** The demo user who may do all of it. */
const operator = "operator@example.com";
/** The least that any order costs, in minor units. */
const partOfIt = { amount: 100, currency: "GBP" };
const attemptsMax = 40;
const pauseMs = 250;
/** Money is taken and goods are sent some time after the confirmation; on a laptop seconds. */
const laterMs = 5_000;

const refusal = z.object({ error: z.object({ data: z.object({ appCode: z.string() }) }) });

/**
 * Of those who bought, some call it off, some get a part of their money back, some have it sent, and some of these get it; each is decided by the
 * seed and the order. A request that gets no answer is repeated, which the API says is safe.
 */
export async function afterSales(
  shop: AttachedShop,
  {
    seed,
    fetch,
    sleep,
    tally,
  }: {
    readonly seed: number;
    readonly fetch: typeof globalThis.fetch;
    readonly sleep: (ms: number) => Promise<void>;
    readonly tally: Tally;
  },
): Promise<AfterSales> {
  const staff = await staffTokens(shop, operator);
  const promised: Promised = {
    cancelled: new Set(),
    refunded: new Map(),
    shipped: new Set(),
    delivered: new Set(),
  };

  const ask = async (path: string, token: string, input: object): Promise<string> => {
    const response = await fetch(`${shop.urls.api}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify(input),
    });
    return response.ok ? "done" : refusal.parse(await response.json()).error.data.appCode;
  };
  /** Whether it was done; what says "later" or nothing at all is asked again. */
  const insist = async (what: string, attempt: () => Promise<string>): Promise<boolean> => {
    for (let attempts = 0; attempts < attemptsMax; attempts++) {
      const answer = await attempt().catch(() => "INTERNAL");
      if (answer !== "INTERNAL" && answer !== "RATE_LIMITED") {
        tally.add(`${what}: ${answer}`);
        return answer === "done";
      }
      await sleep(pauseMs);
    }
    tally.add(`${what}: no answer`);
    return false;
  };
  const byStaff = async (verb: string, input: object) =>
    ask(`/ops/trpc/ops.orders.${verb}`, await staff(), input);

  const decide = async (orderId: string, customerToken: string | undefined) => {
    const fate = draw(seed, `after ${orderId}`);
    if (fate < 0.1 && customerToken !== undefined) {
      const cancel = () => ask("/trpc/order.cancel", customerToken, { orderId });
      if (await insist("cancel", cancel)) promised.cancelled.add(orderId);
    } else if (fate < 0.2) {
      const idempotencyKey = `chaos-refund-${orderId}`;
      const input = { orderId, amount: partOfIt, reason: "chaos", idempotencyKey };
      if (await insist("refund", () => byStaff("refund", input)))
        promised.refunded.set(orderId, idempotencyKey);
    } else if (fate < 0.3) {
      const input = { orderId, shipment: { carrier: "Chaos", trackingNumber: "CH4055" } };
      if (!(await insist("ship", () => byStaff("ship", input)))) return;
      promised.shipped.add(orderId);
      const arrives = fate < 0.25;
      if (arrives && (await insist("deliver", () => byStaff("deliver", { orderId }))))
        promised.delivered.add(orderId);
    }
  };
  const under: Promise<void>[] = [];

  return {
    promised,
    follow(orderId, customerToken) {
      under.push(sleep(laterMs).then(() => decide(orderId, customerToken)));
    },
    done: async () => void (await Promise.all(under)),
  };
}
